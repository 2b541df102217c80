package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.entry;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A runbook's acts from the command to what comes of it. */
class RunbookActsTest {

  private static final String WORLD =
      """
      name: runbook
      duration: 30s
      topology:
        nodes:
          - { role: etcd, count: 3 }
          - { role: store, count: 3 }
          - { role: client }
      store:
        keyspaces:
          - { name: carts, versioning: vector-clock }
          - { name: log, versioning: hlc }
      workloads:
        - name: config
          target: consensus
          open: { rate: 50/s, sessions: 20 }
          keys: { count: 20 }
          mix: { linearizable: 50, write: 50 }
          requests: { critical: 50% }
          start: 3s
        - name: carts
          target: store
          open: { rate: 20/s, sessions: 8 }
          keys: { keyspace: carts, count: 5 }
          mix: { write: 100 }
          start: 3s
          stop: 20s
      """;

  @Test
  void frozenWritesAreRefusedReadsAreNotAndAfterwardsAllIsAsBefore() {
    Report report =
        run(
            entry(10, "chaos writes freeze --of consensus") + entry(20, "chaos writes resume"),
            expect("writes-frozen", "at-least", "200", 10, 20)
                + expect("write-availability", "at-most", "1%", 11, 20)
                + expect("read-availability", "at-least", "99%", 10, 20)
                + expect("writes-frozen", "equal", "0", 21, 30)
                + expect("write-availability", "at-least", "99%", 21, 29));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
  }

  @Test
  void criticalWritesGoThroughAFreezeOfTheOthers() {
    Report report =
        run(
            entry(10, "chaos writes freeze --of consensus --scope non-critical"),
            expect("write-availability", "at-least", "40%", 11, 29)
                + expect("write-availability", "at-most", "60%", 11, 29));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
  }

  @Test
  void anOperatorClearsTheBacklogAndIsNotCountedAsAResolutionByItself() {
    Report report =
        run(
            entry(25, "chaos store merge --keyspace carts --keep union"),
            expect("conflict-backlog", "at-least", "1", 20, 24)
                + expect("conflict-backlog", "equal", "0", 26, 30)
                + expect("conflicts-resolved", "at-most", "99%", 0, 30));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos writes resume | writes are not frozen",
        "chaos writes freeze --of replicas | there are no nodes of role mysql",
        "chaos store merge --keyspace nope | there is no keyspace nope",
        "chaos store merge --keyspace log | keyspace log has hlc: it keeps one version of a key",
        "chaos store merge --key carts:none | no conflict of carts:none is open",
        "chaos store merge --keep etcd-0 | --keep etcd-0 is no policy and no node of the store",
      })
  void whatCannotBeDoneIsRefusedWithTheReason(String line, String reason) {
    Report report = run(entry(25, line), expect("nodes-up", "equal", "6", 0, 30));

    assertThat(texts(report)).contains("refused: " + line + ": " + reason);
  }

  @Test
  void whatIsFrozenIsNotFrozenTwice() {
    Report report =
        run(
            entry(10, "chaos writes freeze --of store")
                + entry(12, "chaos writes freeze --of store"),
            expect("nodes-up", "equal", "6", 0, 30));

    assertThat(texts(report))
        .contains(
            "refused: chaos writes freeze --of store: writes of the store are frozen already");
  }

  private static String expect(String measure, String comparator, String value, int from, int to) {
    return "  - { measure: %s, comparator: %s, value: %s, start: %ds, end: %ds%s }\n"
        .formatted(
            measure,
            comparator,
            value,
            from,
            to,
            measure.endsWith("availability") ? ", workload: config" : "");
  }

  private static Report run(String timeline, String expectations) {
    return play(WORLD + "timeline:\n" + timeline + "expect:\n" + expectations);
  }
}
