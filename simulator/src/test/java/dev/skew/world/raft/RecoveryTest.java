package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.entriesFrom;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.Seed;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a restart keeps and what it does not (paper, figure 2). */
class RecoveryTest {

  @Test
  void termVoteCommitAndLogComeBackAndNothingElse() {
    RaftState state = follower(RaftSettings.ETCD, THREE, new HardState(5, N2, 2), 1, 1, 4);

    assertThat(state.term()).isEqualTo(5);
    assertThat(state.vote()).isEqualTo(N2);
    assertThat(state.commit()).isEqualTo(2);
    assertThat(state.applied()).isZero();
    assertThat(state.role()).isEqualTo(Role.FOLLOWER);
    assertThat(state.leader()).isNull();
    assertThat(state.unapplied()).isEqualTo(entriesFrom(1, 1, 1));
  }

  @Test
  void voteHoldsOverARestart() {
    RaftStep granted = receive(follower(1), N2, new VoteRequest(2, 0, 0, false));

    RaftState restarted = follower(RaftSettings.ETCD, THREE, granted.state().hardState());
    RaftStep asked = receive(restarted, N3, new VoteRequest(2, 0, 0, false));

    assertThat(sent(asked)).containsExactly(new VoteResponse(2, false));
  }

  @Test
  void restartDrawsAnotherTimeoutFromTheSameStream() {
    var random = new Seed(3).fork("raft", "n1").random();
    RaftLog log = Fixtures.logOf(THREE, 1);
    Set<Integer> timeouts = new TreeSet<>();

    for (int i = 0; i < 30; i++) {
      timeouts.add(
          RaftState.recover(RaftSettings.ETCD, N1, new HardState(1, null, 0), log, random)
              .electionTimeout());
    }

    assertThat(timeouts).hasSizeGreaterThan(5);
  }

  @Test
  void commitIndexBeyondTheLogIsRefused() {
    assertThatThrownBy(() -> follower(RaftSettings.ETCD, THREE, new HardState(5, N2, 4), 1, 1, 4))
        .hasMessage("commit index 4 is beyond the last index 3");
  }

  @Test
  void restartedMemberCatchesUpAndAppliesEverythingOnceMore() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.commit(N1, "a");
    cluster.crash(N3);
    cluster.commit(N1, "b");

    cluster.restart(N3);
    cluster.run(2);

    assertThat(cluster.applied(N3)).containsExactly("a", "b");
    assertThat(cluster.state(N3).leader()).isEqualTo(N1);
  }

  @Test
  void crashAndRestartOfAFollowerDisturbsNobody() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);

    cluster.crash(N2);
    cluster.run(50);
    cluster.restart(N2);
    cluster.run(50);

    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.state(N2).term()).isEqualTo(1);
  }

  @Test
  void clusterComesBackFromALossOfAllMembersAtOnce() {
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N1);
    cluster.commit(N1, "kept");

    cluster.ids().forEach(cluster::crash);
    cluster.ids().forEach(cluster::restart);
    cluster.run(60);

    assertThat(cluster.ids()).anyMatch(id -> cluster.state(id).isLeader());
    assertThat(cluster.ids())
        .allSatisfy(id -> assertThat(cluster.applied(id)).containsExactly("kept"));
  }
}
