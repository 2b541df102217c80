package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.entry;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators' acts from the command to what comes of it. */
class OperatorActsTest {

  private static final String GROUP =
      """
      name: group
      duration: 30s
      topology:
        nodes:
          - { role: etcd, count: 3 }
          - { role: client }
      workloads:
        - name: config
          target: consensus
          open: { rate: 50/s, sessions: 20 }
          keys: { count: 20 }
          mix: { linearizable: 50, write: 50 }
          start: 3s
          stop: 28s
      """;

  private static final String STORES =
      """
      name: stores
      duration: 30s
      topology:
        nodes:
          - { role: store, count: 3 }
          - { role: client }
      workloads:
        - name: carts
          target: store
          open: { rate: 50/s, sessions: 20 }
          keys: { count: 20 }
          mix: { quorum: 50, write: 50 }
          requests: { retries: 2, backoff: 20ms }
      """;

  @Test
  void theLeadershipMovesWithoutAnElectionAndNoFaultIsCounted() {
    Report report = run(entry(10, "chaos raft move-leader --to follower"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report)).anyMatch(text -> text.contains(": Leadership transferred from "));
    assertThat(measured(report, "leader-changes")).isEqualTo(1);
    assertThat(measured(report, "recovery-time")).isZero();
    assertThat(report.criteria())
        .filteredOn(criterion -> criterion.name().equals("audit-trail"))
        .extracting(Criterion::judgement)
        .containsExactly(Criterion.Judgement.MET);
    assertThat(measured(report, "longest-write-gap")).isLessThan(0.8);
  }

  @Test
  void whereNobodyLeadsEtcdctlFindsNoLeaderEndpoint() {
    Report report =
        run(
            entry(10, "chaos node crash --nodes 2/role:etcd --duration 10s"),
            entry(15, "chaos raft move-leader --to etcd-1"),
            entry(16, "chaos raft step-down"));

    assertThat(texts(report))
        .contains(
            "refused: chaos raft move-leader --to etcd-1: no leader endpoint given at [etcd-0"
                + " etcd-1 etcd-2]",
            "refused: chaos raft step-down: no member believes that it leads");
  }

  @Test
  void aLeaderThatEndsBeforeItAnswersClosesTheConnection() {
    Report report =
        run(
            entry(10, "chaos raft move-leader --to etcd-1"),
            entry(12, "chaos network partition --nodes etcd-2 --duration 10s"),
            entry(13, "chaos raft move-leader --to etcd-2"),
            entry(15, "chaos node crash --nodes leader --duration 5s"));

    assertThat(texts(report))
        .contains(
            "chaos raft move-leader --to etcd-2: Error: rpc error: code = Unavailable desc ="
                + " transport is closing");
  }

  @Test
  void aLeaderStepsDownHandsOverAndComesBackWithoutAnElection() {
    Report report = run(entry(10, "chaos raft step-down"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report)).filteredOn(text -> text.endsWith(" is down")).hasSize(1);
    assertThat(texts(report)).filteredOn(text -> text.endsWith(" runs")).hasSize(1);
    assertThat(measured(report, "leader-changes")).isEqualTo(1);
    assertThat(measured(report, "longest-write-gap")).isLessThan(0.8);
    assertThat(measured(report, "acknowledged-writes-lost")).isZero();
  }

  @Test
  void whoDoesNotBelieveThatItLeadsDoesNotStepDown() {
    Report report =
        run(
            entry(10, "chaos raft move-leader --to etcd-1"),
            entry(12, "chaos raft step-down --nodes etcd-2"));

    assertThat(texts(report))
        .contains(
            "refused: chaos raft step-down --nodes etcd-2: etcd-2 does not believe that it leads");
  }

  /** Its supervisor would have started it again. */
  @Test
  void aMemberThatIsDownWhileItStepsDownStaysDownAsLongAsTheFaultSays() {
    Report report =
        run(
            entry(10, "chaos raft move-leader --to etcd-1"),
            entry(12, "chaos raft step-down --down 3s"),
            entry(14, "chaos node crash --nodes etcd-1 --duration 10s"));

    List<TimelineEntry> runs =
        report.timeline().stream().filter(entry -> entry.text().equals("etcd-1 runs")).toList();
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).atNanos()).isGreaterThan(24_000_000_000L);
  }

  @Test
  void aMajorityOfStoresDecidesWhatAnOperatorOrders() {
    Report report =
        runStores(
            entry(5, "chaos node quarantine --node store-1"),
            entry(10, "chaos node quarantine --node store-2 --force"),
            entry(15, "chaos node quarantine --node store-1 --lift"),
            entry(20, "chaos node quarantine --node store-2 --lift"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report))
        .contains(
            "store-1 is in quarantine, by decision 1 of the majority",
            "chaos node quarantine --node store-1: store-1 is in quarantine",
            "chaos node quarantine --force --node store-2: Error: too few members would be left: 1"
                + " of 3, and a decision needs 2",
            "store-1 is out of quarantine, by decision 2 of the majority",
            "chaos node quarantine --lift --node store-1: store-1 is out of quarantine",
            "chaos node quarantine --lift --node store-2: Error: store-2 is not in quarantine");
    assertThat(measured(report, "acknowledged-writes-lost")).isZero();
  }

  @Test
  void clientsThatHearOfAQuarantineAskOthersAtOnce() {
    String world = STORES.replace("retries: 2", "retries: 0") + "timeline:\n";

    Report report = play(world + entry(5, "chaos node quarantine --node store-1"));

    assertThat(texts(report)).contains("store-1 is in quarantine, by decision 1 of the majority");
    // What store-1 was coordinating when the others stopped listening times out within 2 s.
    assertThat(measured(report, "degraded-time")).isLessThanOrEqualTo(3);
  }

  @Test
  void whatIsNoStoreCannotBeInQuarantine() {
    assertThat(
            catchThrowableOfType(
                ScenarioException.class,
                () ->
                    ScenarioReader.read(
                        "stores.yaml",
                        STORES
                            + "timeline:\n"
                            + entry(5, "chaos node quarantine --node client-0"))))
        .hasMessageContaining("client-0 is a client, only stores can be in quarantine");
  }

  private static Report run(String... timeline) {
    return live(GROUP, timeline);
  }

  private static Report runStores(String... timeline) {
    return live(STORES, timeline);
  }

  private static Report live(String world, String... timeline) {
    return play(world + "timeline:\n" + String.join("", timeline));
  }
}
