package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.entry;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done to a consensus group that has come apart, and what checkers see of it. */
class PartitionRepairTest {

  private static final String GROUP =
      """
      name: group
      duration: 60s
      topology:
        regions: [west, east]
        nodes:
          - { role: etcd, count: 3, regions: [west] }
          - { role: etcd, count: 2, regions: [east] }
          - { role: client, count: 1, regions: [west] }
          - { role: client, count: 1, regions: [east] }
      workloads:
        - name: west
          target: consensus
          region: west
          open: { rate: 20/s, sessions: 10 }
          keys: { prefix: west-, count: 10 }
          mix: { linearizable: 50, write: 50 }
          route: nearest-region
          stop: 50s
        - name: east
          target: consensus
          region: east
          open: { rate: 20/s, sessions: 10 }
          keys: { prefix: east-, count: 10 }
          mix: { write: 100 }
          route: nearest-region
          start: 12s
          stop: 30s
      expect:
        - { invariant: linearizability, verdict: open }
        - { invariant: acknowledged-writes, verdict: open }
        - { invariant: committed-agreement, verdict: open }
        - { invariant: leader-completeness, verdict: open }
        - { invariant: one-leader-per-term, verdict: open }
        - { invariant: log-matching, verdict: open }
        - { invariant: commit-monotone, verdict: open }
      """;

  private static final String CUT =
      entry(10, "chaos network partition --nodes etcd-3,etcd-4,client-1 --clients --duration 15s");
  private static final String FORCE = entry(11, "chaos raft promote --force --nodes etcd-3,etcd-4");

  @Test
  void aMinorityThatIsPromotedByForceAcknowledgesWritesThatItsReturnLoses() {
    Report report =
        run(
            CUT,
            FORCE,
            entry(35, "chaos raft promote --nodes etcd-0,etcd-1,etcd-2"),
            entry(40, "chaos raft rejoin --nodes etcd-3,etcd-4"));

    assertThat(texts(report))
        .anyMatch(text -> text.contains(": etcd-3, etcd-4 start as a new cluster from etcd-"))
        .anyMatch(text -> text.endsWith("leads 3 of 5, stopped etcd-3, etcd-4"))
        .anyMatch(text -> text.contains(": etcd-3, etcd-4 added with the data of etcd-"));
    assertThat(measured(report, "leaders-at-once")).isEqualTo(2);
    assertThat(measured(report, "committed-agreement-violations")).isPositive();
    assertThat(measured(report, "acknowledged-writes-lost")).isGreaterThan(100);
  }

  @Test
  void aReplayOfItsLogBringsThemBack() {
    Report report =
        run(
            CUT,
            FORCE,
            entry(35, "chaos raft promote --nodes etcd-0,etcd-1,etcd-2"),
            entry(36, "chaos raft replay-wal --node etcd-4"),
            entry(45, "chaos raft rejoin --nodes etcd-3,etcd-4"));

    assertThat(texts(report)).anyMatch(text -> text.contains(" proposed again, 0 of keys changed"));
    assertThat(measured(report, "acknowledged-writes-lost")).isZero();
  }

  @Test
  void whatSomebodyHasChangedSinceIsNotReplayed() {
    Report report =
        run(
            CUT,
            FORCE,
            entry(30, "chaos raft promote --nodes etcd-0,etcd-1,etcd-2"),
            entry(31, "chaos raft replay-wal --node etcd-4"),
            entry(40, "chaos raft replay-wal --node etcd-4"));

    assertThat(texts(report))
        .filteredOn(text -> text.contains("replay-wal"))
        .filteredOn(text -> text.contains(" contradict the log of "))
        .last()
        .asString()
        .contains(": 0 proposed again, ");
  }

  @Test
  void aMemberThatComesBackAsOneOfTheOtherClusterStaysApart() {
    Report report =
        run(
            CUT,
            FORCE,
            entry(35, "chaos raft promote --nodes etcd-0,etcd-1,etcd-2"),
            entry(40, "chaos node restart --nodes etcd-3,etcd-4"),
            entry(50, "chaos raft rejoin --nodes etcd-3"));

    assertThat(texts(report))
        .anyMatch(text -> text.contains(" lead at once: promote one partition first"));
  }

  /** The disaster that the force is for: nobody but the two is left. */
  @Test
  void survivorsOfALostMajorityServeAgainAndTakeTheOthersIn() {
    Report report =
        run(
            entry(20, "chaos node crash --nodes etcd-0,etcd-1,etcd-2"),
            entry(25, "chaos raft promote --force --nodes etcd-3,etcd-4"),
            entry(30, "chaos raft rejoin --nodes etcd-0,etcd-1,etcd-2"));

    assertThat(texts(report))
        .anyMatch(text -> text.contains(": etcd-0, etcd-1, etcd-2 added with the data of etcd-"));
    assertThat(measured(report, "leaders-at-once")).isEqualTo(1);
    assertThat(measured(report, "acknowledged-writes-lost")).isZero();
    assertThat(measured(report, "committed-agreement-violations")).isZero();
    assertThat(measured(report, "write-availability")).isGreaterThan(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos raft promote --nodes etcd-3,etcd-4 | etcdserver: re-configuration failed due to not"
            + " enough started members: 2 of 5, 3 are a quorum; --force starts them as a new"
            + " cluster",
        "chaos raft promote --force --nodes etcd-2 | etcd-2 is down: connect: connection refused",
        "chaos raft replay-wal --node etcd-2 | etcdserver: no leader",
        "chaos raft rejoin --nodes etcd-2 | etcdserver: no leader",
        "chaos raft promote --nodes etcd-1,etcd-3,etcd-4 | etcdserver: no leader",
      })
  void whatCannotBeDoneIsRefusedInEtcdsWords(String line, String reason) {
    Report report =
        run(
            entry(20, "chaos network partition --nodes etcd-0,etcd-1 --duration 20s"),
            entry(20, "chaos node crash --nodes etcd-2 --duration 20s"),
            entry(30, line));

    assertThat(texts(report)).contains("refused: " + line + ": " + reason);
  }

  @Test
  void whereTheLogHasEverythingThereIsNothingToReplay() {
    Report report = run(entry(40, "chaos raft replay-wal --node etcd-4"));

    assertThat(texts(report))
        .anyMatch(text -> text.contains("refused: chaos raft replay-wal --node etcd-4: nothing"));
  }

  private static Report run(String... timeline) {
    return play(GROUP + "timeline:\n" + String.join("", timeline));
  }
}
