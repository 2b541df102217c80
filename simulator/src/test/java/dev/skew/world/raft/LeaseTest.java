package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.accepted;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.leader;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.nodes;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import org.junit.jupiter.api.Test;

/** Check-quorum and leases (thesis §6.2, §4.2.3), as recorded of etcd 3.4. */
class LeaseTest {

  @Test
  void voterThatHeardItsLeaderLatelyIgnoresACandidate() {
    RaftState state = ticked(led(follower(4, 1), N3), 9);

    RaftStep step = receive(state, N2, new VoteRequest(5, 9, 4, false));

    assertThat(step.effects()).containsExactly(new RaftNotice.VoteIgnored(N2, 5, 1));
    assertThat(step.state().term()).isEqualTo(4);
    assertThat(step.state().leader()).isEqualTo(N3);
  }

  @Test
  void voterListensAgainAfterTenTicks() {
    RaftState heard = led(follower(4, 1), N3);
    RaftState state = ticked(heard, 10);

    RaftStep step = receive(state, N2, new VoteRequest(5, 9, 4, false));

    assertThat(sent(step)).containsExactly(new VoteResponse(step.state().term(), true));
  }

  @Test
  void leaseDoesNotHoldAgainstATransfer() {
    RaftState state = led(follower(4, 1), N3);

    RaftStep step = receive(state, N2, new VoteRequest(5, 9, 4, true));

    assertThat(sent(step)).containsExactly(new VoteResponse(5, true));
  }

  @Test
  void withoutCheckQuorumThereIsNoLease() {
    RaftSettings settings = RaftSettings.ETCD.withCheckQuorum(false);
    RaftState state = led(follower(settings, THREE, new HardState(4, null, 0), 1), N3);

    RaftStep step = receive(state, N2, new VoteRequest(5, 9, 4, false));

    assertThat(sent(step)).containsExactly(new VoteResponse(5, true));
  }

  @Test
  void leaderItselfIgnoresCandidates() {
    RaftState state = ticked(leader(2, THREE), 3);

    RaftStep step = receive(state, N2, new VoteRequest(3, 9, 3, false));

    assertThat(step.state().isLeader()).isTrue();
    assertThat(all(RaftNotice.VoteIgnored.class, step)).hasSize(1);
  }

  @Test
  void candidateThatDrewTenTicksLosesAgainstLeasesAloneAndTheThirdCampaignWins() {
    // n3 died; n1 and n2 heard it 0.9 s and 1 s ago: n1 draws the shortest timeout.
    TestCluster cluster = TestCluster.of(3);
    cluster.elect(N3);
    cluster.crash(N3);
    cluster.tick(N1, 9);
    cluster.tick(N2, 9);

    cluster.step(N1, new RaftInput.Campaign());
    cluster.deliverAll();
    RaftState refused = cluster.state(N1);
    cluster.tick(N2, 1);
    cluster.step(N2, new RaftInput.Campaign());
    cluster.deliverAll();
    RaftState second = cluster.state(N2);
    cluster.step(N1, new RaftInput.Campaign());
    cluster.deliverAll();

    assertThat(refused.role()).isEqualTo(Role.CANDIDATE);
    assertThat(refused.term()).isEqualTo(2);
    assertThat(second.role()).isEqualTo(Role.CANDIDATE);
    assertThat(second.term()).isEqualTo(2);
    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.state(N1).term()).isEqualTo(3);
  }

  @Test
  void leaderThatHearsNoMajorityStepsDownAtTheNextCheckInTheSameTerm() {
    RaftState state = leader(2, nodes(5));

    RaftState first = ticked(state, 9);
    RaftStep check = RaftCore.step(first, RaftInput.Tick.INSTANCE);

    assertThat(first.isLeader()).isTrue();
    assertThat(check.state().role()).isEqualTo(Role.FOLLOWER);
    assertThat(check.state().term()).isEqualTo(2);
    assertThat(all(RaftNotice.QuorumLost.class, check)).hasSize(1);
    assertThat(sent(check)).isEmpty();
  }

  @Test
  void isolatedLeaderLastsBetweenOneAndTwoElectionTimeouts() {
    RaftState state = answeredByAll(leader(2, THREE));

    RaftState atCheck = ticked(state, 10);
    RaftState nextCheck = ticked(atCheck, 10);

    assertThat(atCheck.isLeader()).isTrue();
    assertThat(nextCheck.isLeader()).isFalse();
  }

  @Test
  void anyAnswerOfAMajorityKeepsALeader() {
    RaftState state = leader(2, THREE);

    for (int i = 0; i < 20; i++) {
      state = ticked(state, 9);
      state = receive(state, N2, new HeartbeatResponse(2, 0, 0)).state();
      state = ticked(state, 1);
    }

    assertThat(state.isLeader()).isTrue();
  }

  @Test
  void withoutCheckQuorumALeaderStaysForever() {
    TestCluster cluster = TestCluster.of(3, RaftSettings.ETCD.withCheckQuorum(false));
    cluster.elect(N1);
    cluster.isolate(N1);

    cluster.run(100);

    assertThat(cluster.state(N1).isLeader()).isTrue();
  }

  @Test
  void memberOfALaterTermTellsALeaderOfOldThatItLeadsNoMore() {
    RaftState returned = follower(9, 1);

    RaftStep toHeartbeat = receive(returned, N2, new Heartbeat(2, 0, 0, 0));
    RaftStep toAppend = receive(returned, N2, new AppendEntries(2, 1, 1, 0, EntryList.EMPTY));
    RaftStep atLeader = receive(leader(2, THREE), N2, new AppendResponse(9, 0, false, 0, 0));

    assertThat(sent(toHeartbeat)).containsExactly(new AppendResponse(9, 0, false, 0, 0));
    assertThat(sent(toAppend)).containsExactly(new AppendResponse(9, 0, false, 0, 0));
    assertThat(atLeader.state().role()).isEqualTo(Role.FOLLOWER);
    assertThat(atLeader.state().term()).isEqualTo(9);
    assertThat(atLeader.state().leader()).isNull();
  }

  @Test
  void withoutLeasesALeaderOfOldIsNotAnswered() {
    RaftSettings settings = RaftSettings.ETCD.withCheckQuorum(false);
    RaftState state = follower(settings, THREE, new HardState(9, null, 0), 1);

    RaftStep step = receive(state, N2, new Heartbeat(2, 0, 0, 0));

    assertThat(step.effects()).isEmpty();
  }

  private static RaftState answeredByAll(RaftState leader) {
    RaftState state = receive(leader, N2, accepted(leader, leader.lastIndex())).state();
    return receive(state, N3, accepted(leader, leader.lastIndex())).state();
  }
}
