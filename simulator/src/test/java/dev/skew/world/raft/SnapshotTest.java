package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.progress;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.sentTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.world.raft.Fixtures.TextImage;
import dev.skew.world.raft.RaftEffect.RestoreSnapshot;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compaction and catch-up (paper §7). */
class SnapshotTest {

  private static final RaftSettings SHORT =
      RaftSettings.ETCD.withLimits(new RaftLimits(1 << 20, 512, 10, 3));

  @Test
  void snapshotIsDueOnceWhenMoreEntriesThanAllowedWereApplied() {
    TestCluster cluster = TestCluster.of(3, SHORT);
    cluster.elect(N1);

    for (int i = 0; i < 15; i++) {
      cluster.commit(N1, "x" + i);
    }

    assertThat(cluster.seen(N1, RaftEffect.SnapshotDue.class))
        .containsExactly(new RaftEffect.SnapshotDue(11));
  }

  @Test
  void compactionKeepsSomeEntriesForSlowFollowers() {
    TestCluster cluster = clusterWithLaggard();

    RaftLog log = cluster.state(N1).log();

    assertThat(log.snapshot().index()).isEqualTo(21);
    assertThat(log.firstIndex()).isEqualTo(19);
    assertThat(log.termAt(18)).isEqualTo(1);
    assertThat(log.termAt(17)).isEqualTo(RaftLog.UNKNOWN_TERM);
  }

  @Test
  void followerThatNeedsCompactedEntriesGetsTheSnapshotAndThenTheLog() {
    TestCluster cluster = clusterWithLaggard();
    cluster.commit(N1, "after");

    cluster.restart(N3);
    cluster.run(3);
    cluster.commit(N1, "then");

    assertThat(cluster.seen(N3, RestoreSnapshot.class))
        .singleElement()
        .satisfies(
            restore -> assertThat(restore.snapshot().image()).isEqualTo(new TextImage("image")));
    assertThat(cluster.applied(N3)).containsExactly("then");
    assertThat(cluster.state(N3).commit()).isEqualTo(cluster.state(N1).commit());
    assertThat(progress(cluster.state(N1), N3).mode()).isEqualTo(Progress.Mode.REPLICATE);
  }

  @Test
  void nothingElseIsSentWhileASnapshotIsUnderway() {
    TestCluster cluster = clusterWithLaggard();
    RaftState state = awaiting(cluster.state(N1));

    RaftStep proposed = Fixtures.propose(state, "y");
    RaftStep answered = receive(state, N3, new RaftMessage.HeartbeatResponse(state.term(), 0, 0));

    assertThat(progress(state, N3).mode()).isEqualTo(Progress.Mode.SNAPSHOT);
    assertThat(sentTo(N3, proposed)).isEmpty();
    assertThat(sentTo(N3, answered)).isEmpty();
  }

  @Test
  void snapshotThatArrivedIsFollowedUpAfterTheFollowersAnswer() {
    RaftState state = awaiting(clusterWithLaggard().state(N1));

    RaftStep reported = RaftCore.step(state, new RaftInput.SnapshotSent(N3, true));
    RaftStep answered = receive(reported.state(), N3, AppendResponse.accepted(state.term(), 21));

    assertThat(sent(reported)).isEmpty();
    assertThat(progress(reported.state(), N3).next()).isEqualTo(22);
    assertThat(progress(answered.state(), N3).mode()).isEqualTo(Progress.Mode.REPLICATE);
  }

  @Test
  void snapshotThatFailedIsTriedAgainAfterAHeartbeat() {
    RaftState state = awaiting(clusterWithLaggard().state(N1));

    RaftStep reported = RaftCore.step(state, new RaftInput.SnapshotSent(N3, false));
    RaftStep answered =
        receive(reported.state(), N3, new RaftMessage.HeartbeatResponse(state.term(), 0, 0));

    assertThat(sent(reported)).isEmpty();
    assertThat(sentTo(N3, answered)).hasOnlyElementsOfType(InstallSnapshot.class);
  }

  @Test
  void snapshotIsNotSentToAMemberThatSeemsDead() {
    RaftState state = clusterWithLaggard().state(N1);
    assertThat(progress(state, N3).recentActive()).isFalse();

    RaftState probing = RaftCore.step(state, new RaftInput.PeerUnreachable(N3)).state();
    RaftStep step = Fixtures.propose(probing, "y");

    assertThat(sentTo(N3, step)).isEmpty();
    assertThat(progress(step.state(), N3).mode()).isEqualTo(Progress.Mode.PROBE);
  }

  @Test
  void followerReplacesItsLogAndConfigurationByTheSnapshot() {
    RaftState state = follower(2, 1, 1, 1);
    Configuration later = Configuration.ofVoters(List.of(N1, N2));
    Snapshot snapshot = new Snapshot(9, 2, later, new TextImage("image"));

    RaftStep step = receive(state, N2, new InstallSnapshot(2, snapshot));

    assertThat(step.state().log().lastIndex()).isEqualTo(9);
    assertThat(step.state().log().lastTerm()).isEqualTo(2);
    assertThat(step.state().commit()).isEqualTo(9);
    assertThat(step.state().configuration()).isEqualTo(later);
    assertThat(step.effects().get(0))
        .isEqualTo(new RaftEffect.Persist(new HardState(2, null, 9), EntryList.EMPTY, true));
    assertThat(step.effects().get(1)).isEqualTo(new RestoreSnapshot(snapshot));
    assertThat(sent(step)).containsExactly(AppendResponse.accepted(2, 9));
    assertThat(all(RaftEffect.Commit.class, step)).isEmpty();
  }

  @Test
  void snapshotOfWhatIsCommittedIsIgnored() {
    RaftState state = follower(RaftSettings.ETCD, THREE, new HardState(2, null, 3), 1, 1, 1);
    Snapshot old = new Snapshot(2, 1, Configuration.ofVoters(THREE), new TextImage("old"));

    RaftStep step = receive(state, N2, new InstallSnapshot(2, old));

    assertThat(all(RestoreSnapshot.class, step)).isEmpty();
    assertThat(sent(step)).containsExactly(AppendResponse.accepted(2, 3));
  }

  @Test
  void snapshotOfWhatTheLogHoldsOnlyRaisesTheCommitIndex() {
    RaftState state = follower(2, 1, 1, 1, 1);
    Snapshot held = new Snapshot(3, 1, Configuration.ofVoters(THREE), new TextImage("held"));

    RaftStep step = receive(state, N2, new InstallSnapshot(2, held));

    assertThat(all(RestoreSnapshot.class, step)).isEmpty();
    assertThat(step.state().commit()).isEqualTo(3);
    assertThat(step.state().lastIndex()).isEqualTo(4);
  }

  @Test
  void snapshotOfAGroupWithoutTheReceiverIsIgnored() {
    RaftState state = follower(2, 1);
    Snapshot foreign =
        new Snapshot(9, 2, Configuration.ofVoters(List.of(N2, N3)), new TextImage("foreign"));

    RaftStep step = receive(state, N2, new InstallSnapshot(2, foreign));

    assertThat(step.state().lastIndex()).isEqualTo(1);
    assertThat(all(RestoreSnapshot.class, step)).isEmpty();
  }

  @Test
  void memberInTheMiddleOfARestoreDoesNotCampaign() {
    RaftState state = follower(2, 1);
    Snapshot snapshot = new Snapshot(9, 2, Configuration.ofVoters(THREE), new TextImage("image"));
    state = receive(state, N2, new InstallSnapshot(2, snapshot)).state();

    RaftState waited = Fixtures.ticked(state, 40);
    RaftState restored = RaftCore.step(waited, new RaftInput.Applied(9)).state();

    assertThat(waited.role()).isEqualTo(Role.FOLLOWER);
    assertThat(Fixtures.ticked(restored, 40).role()).isNotEqualTo(Role.FOLLOWER);
  }

  @Test
  void snapshotBeyondWhatIsAppliedIsAMistake() {
    RaftState state = follower(2, 1, 1);
    Snapshot early = new Snapshot(2, 1, Configuration.ofVoters(THREE), new TextImage("early"));

    assertThatThrownBy(() -> RaftCore.step(state, new RaftInput.Compact(early)))
        .hasMessageContaining("snapshot at 2 is beyond the applied index 0");
  }

  /** n3 is down and lacks 20 entries, all but three of which n1 has compacted. */
  private static TestCluster clusterWithLaggard() {
    TestCluster cluster = TestCluster.of(3, SHORT);
    cluster.elect(N1);
    cluster.crash(N3);
    cluster.run(25);
    for (int i = 0; i < 20; i++) {
      cluster.commit(N1, "x" + i);
    }
    cluster.member(N1).compact("image");
    return cluster;
  }

  /** The leader after n3 was heard again and rejected what does not follow on its log. */
  private static RaftState awaiting(RaftState leader) {
    RaftState state = RaftCore.step(leader, new RaftInput.PeerUnreachable(N3)).state();
    RaftMessage heard = new RaftMessage.HeartbeatResponse(leader.term(), 0, 0);
    return receive(state, N3, heard).state();
  }
}
