package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator types beside a scenario's timeline. */
class OperatorCommandsTest {

  private static final long SECOND = 1_000_000_000L;

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
          mix: { linearizable: 50, write: 50 }
          start: 10s
          stop: 28s
      """;

  @Test
  void aCommandThatFindsNoNodesIsRefusedAndTheRunGoesOn() {
    Report report = run(new TimedCommand(10 * SECOND, "chaos node pause --nodes 9 --role etcd"));

    assertThat(texts(report))
        .anyMatch(text -> text.startsWith("refused: chaos node pause --nodes 9 --role etcd: "));
    assertThat(report.virtualNanos()).isEqualTo(30 * SECOND);
    assertThat(report.criteria())
        .filteredOn(criterion -> criterion.name().equals("audit-trail"))
        .extracting(Criterion::judgement)
        .containsExactly(Criterion.Judgement.MET);
  }

  /** The crash comes while the process is being loaded, a moment after its restart. */
  @Test
  void aMachineThatIsBootingIsCrashedToo() {
    Report report =
        run(
            new TimedCommand(10 * SECOND, "chaos node restart --down 1s --nodes etcd-1"),
            new TimedCommand(11 * SECOND + 1, "chaos node crash --nodes etcd-1 --duration 10s"));

    List<TimelineEntry> runs =
        report.timeline().stream()
            .filter(entry -> entry.atNanos() > 10 * SECOND && entry.text().equals("etcd-1 runs"))
            .toList();
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).atNanos()).isGreaterThan(21 * SECOND);
  }

  @Test
  void aWorkloadThatIsSilencedBeforeItsStartStaysSilent() {
    Report report = run(new TimedCommand(5 * SECOND, "chaos workload --factor 0"));

    assertThat(report.measures()).containsEntry("operations", 0.0);
  }

  @Test
  void aWorkloadThatIsLetAskAgainAfterItsStopDoesNot() {
    TimedCommand late = new TimedCommand(29 * SECOND, "chaos workload --factor 2 --duration 500ms");

    assertThat(run(late).measures())
        .containsEntry("operations", run().measures().get("operations"));
  }

  private static Report run(TimedCommand... commands) {
    return play(GROUP, commands);
  }
}
