package dev.skew.rehearse.simulation;

import static dev.skew.rehearse.simulation.Plays.at;
import static dev.skew.rehearse.simulation.Plays.measured;
import static dev.skew.rehearse.simulation.Plays.play;
import static dev.skew.rehearse.simulation.Plays.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members come and go, and etcd says no where a quorum would go with them. */
class RaftMembersTest {

  private static final String GROUP =
      """
      name: group
      duration: 60s
      topology:
        nodes:
          - { role: etcd, count: 3 }
          - { role: etcd, count: 1, spare: true }
          - { role: client }
      workloads:
        - name: config
          target: consensus
          open: { rate: 50/s, sessions: 20 }
          keys: { count: 20 }
          mix: { linearizable: 50, write: 50 }
          start: 3s
          stop: 55s
      """;

  private static final String ADD = "chaos raft add-member --node etcd-3";

  @Test
  void aSpareStandsByAndNobodyAsksIt() {
    Report report = run();

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report)).doesNotContain("etcd-3 runs");
    assertThat(report.measures()).containsEntry("operations-failed", 0.0);
  }

  /** Of four members three are a quorum: with two of the first three it takes the new one. */
  @Test
  void aMemberThatWasAddedCatchesUpAndVotes() {
    Report report = run(at(10, ADD), at(30, "chaos node pause --nodes etcd-0 --duration 20s"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report)).contains(ADD + ": Member etcd-3 added to cluster", "etcd-3 runs");
    assertThat(measured(report, "longest-write-gap")).isLessThan(10);
  }

  @Test
  void whoIsThereAlreadyIsNotAddedAgain() {
    Report report = run(at(10, "chaos raft add-member --node etcd-1"));

    assertThat(texts(report))
        .contains(
            "chaos raft add-member --node etcd-1: Error: etcdserver: member ID already exist");
  }

  @Test
  void nobodyIsAddedWhileAMemberIsAway() {
    Report report =
        run(at(8, "chaos node crash --kind kill --nodes follower --duration 30s"), at(20, ADD));

    assertThat(texts(report)).contains(ADD + ": Error: etcdserver: unhealthy cluster");
  }

  @Test
  void aMemberThatIsRemovedEndsAndTheOthersGoOn() {
    Report report =
        run(
            at(10, "chaos raft move-leader --to etcd-0"),
            at(15, "chaos raft remove-member --node etcd-2"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    assertThat(texts(report))
        .contains(
            "chaos raft remove-member --node etcd-2: Member etcd-2 removed from cluster",
            "etcd-2 is down");
    assertThat(report.measures()).containsEntry("operations-failed", 0.0);
  }

  @Test
  void aMemberIsNotRemovedWhereTheRestWouldBeNoQuorum() {
    Report report =
        run(
            at(8, "chaos raft move-leader --to etcd-0"),
            at(10, "chaos node crash --kind kill --nodes etcd-2 --duration 40s"),
            at(25, "chaos raft remove-member --node etcd-1"),
            at(27, "chaos raft remove-member --node etcd-2"));

    assertThat(texts(report))
        .contains(
            "chaos raft remove-member --node etcd-1: Error: etcdserver: unhealthy cluster",
            "chaos raft remove-member --node etcd-2: Member etcd-2 removed from cluster");
  }

  /** What it does not know it is told by whomever it asks (rafthttp: 410 Gone). */
  @Test
  void aMemberThatWasRemovedWhileItWasAwayEndsWhenItComesBackAndDisturbsNobody() {
    Report report =
        run(
            at(8, "chaos raft move-leader --to etcd-0"),
            at(10, "chaos network partition --nodes etcd-2 --duration 20s"),
            at(20, "chaos raft remove-member --node etcd-2"));

    assertThat(report.verdict()).isEqualTo(Report.Verdict.PASSED);
    List<TimelineEntry> ends =
        report.timeline().stream().filter(entry -> entry.text().equals("etcd-2 is down")).toList();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).atNanos()).isGreaterThan(30_000_000_000L);
    Report undisturbed = run(at(8, "chaos raft move-leader --to etcd-0"));
    assertThat(measured(report, "leader-changes"))
        .isEqualTo(measured(undisturbed, "leader-changes"));
  }

  @Test
  void whoWasRemovedDoesNotComeBackUnderItsName() {
    Report report =
        run(
            at(8, "chaos raft move-leader --to etcd-0"),
            at(10, "chaos raft remove-member --node etcd-2"),
            at(20, "chaos raft add-member --node etcd-2"));

    assertThat(texts(report))
        .contains("chaos raft add-member --node etcd-2: Error: membership: ID removed");
  }

  private static Report run(TimedCommand... commands) {
    return play(GROUP, commands);
  }
}
