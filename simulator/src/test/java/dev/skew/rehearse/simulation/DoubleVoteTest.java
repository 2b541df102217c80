package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.at;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A member of the group votes twice in a term, from the lie to what becomes of the liar. */
class DoubleVoteTest {

  private static final String LIE = "chaos node lie --what vote --probability 1 --nodes etcd-1";

  @Test
  void theLiarIsAccusedAndRemovedAndNobodyElse() {
    Report report = run(4, "voteEvidence: true");

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report))
        .anyMatch(text -> text.matches("etcd-1 votes for etcd-. in term \\d+, after .*"))
        .anyMatch(text -> text.matches("etcd-. accuses etcd-1 of two votes in term \\d+, .*"))
        .contains(
            "etcd-1 is no member any more, by decision of the group",
            "etcd-1 panicked: the member has been permanently removed from the cluster")
        .noneMatch(text -> text.matches("etcd-. accuses etcd-[023] .*"));
    assertThat(measured(report, "leaders-at-once")).isEqualTo(1);
  }

  @Test
  void asInEtcdNobodyNoticesUnlessTheScenarioSaysSo() {
    Report report = run(4, "preVote: false");

    assertThat(texts(report))
        .anyMatch(text -> text.startsWith("etcd-1 votes for"))
        .noneMatch(text -> text.contains("accuses"))
        .noneMatch(text -> text.contains("no member any more"));
  }

  /** With an odd number of members the liar's vote can be the one that two majorities share. */
  @Test
  void theCheckersSeeTwoLeadersThatALiarMadeInOneTerm() {
    List<Report> reports =
        LongStream.rangeClosed(1, 8).mapToObj(seed -> run(seed, 3, "preVote: false")).toList();

    assertThat(reports)
        .anySatisfy(
            report -> {
              assertThat(report.verdict()).isEqualTo(Report.Verdict.FAILED);
              assertThat(texts(report))
                  .anyMatch(text -> text.startsWith("one-leader-per-term broken:"));
            });
  }

  private static Report run(int members, String consensus) {
    return run(1, members, consensus);
  }

  private static Report run(long seed, int members, String consensus) {
    String scenario =
        """
        name: double-vote
        duration: 90s
        topology:
          nodes:
            - { role: etcd, count: %d }
        consensus: { %s }
        links:
          default: { latency: { mean: 150ms, jitter: 20ms } }
        timeline:
          - at: 8s
            every: 8s
            until: 80s
            fault: chaos node crash --kind kill --nodes leader --duration 500ms
        """
            .formatted(members, consensus);
    return play(seed, scenario, at(5, LIE));
  }
}
