package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.N4;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.accepted;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.leader;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.propose;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.sentTo;
import static dev.skew.world.raft.Fixtures.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftEffect.DropReason;
import dev.skew.world.raft.RaftEffect.ProposalDropped;
import dev.skew.world.raft.RaftInput.TransferLeadership;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.ForwardTransfer;
import dev.skew.world.raft.RaftMessage.TimeoutNow;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thesis §3.10. */
class TransferTest {

  @Test
  void targetThatHoldsTheWholeLogIsToldAtOnce() {
    RaftState state = inStep();

    RaftStep step = RaftCore.step(state, new TransferLeadership(N2));

    assertThat(sentTo(N2, step)).containsExactly(new TimeoutNow(2));
    assertThat(step.state().transferTarget()).isEqualTo(N2);
    assertThat(step.state().electionElapsed()).isZero();
  }

  @Test
  void targetThatIsBehindIsToldWhenItHasCaughtUp() {
    RaftState state = propose(inStep(), "x").state();

    RaftStep asked = RaftCore.step(state, new TransferLeadership(N2));
    RaftStep caughtUp = receive(asked.state(), N2, accepted(state, 2));

    assertThat(sentTo(N2, asked)).hasOnlyElementsOfType(AppendEntries.class);
    assertThat(sentTo(N2, caughtUp)).contains(new TimeoutNow(2));
  }

  @Test
  void targetCampaignsAtOnceInSpiteOfLeasesAndPreVote() {
    RaftSettings settings = RaftSettings.ETCD.withPreVote(true);
    RaftState state = led(follower(settings, THREE, new HardState(2, null, 0), 2), N3);

    RaftStep step = receive(state, N3, new TimeoutNow(2));

    assertThat(step.state().role()).isEqualTo(Role.CANDIDATE);
    assertThat(sentTo(N2, step)).containsExactly(new VoteRequest(3, 1, 2, true));
  }

  @Test
  void leadershipMovesWithoutLosingAnEntry() {
    TestCluster cluster = TestCluster.of(5);
    cluster.elect(N1);
    cluster.commit(N1, "before");

    cluster.step(N1, new TransferLeadership(N4));
    cluster.deliverAll();
    cluster.commit(N1, "after");

    assertThat(cluster.state(N4).isLeader()).isTrue();
    assertThat(cluster.state(N4).term()).isEqualTo(2);
    assertThat(cluster.applied(N4)).containsExactly("before", "after");
  }

  @Test
  void proposalsAreDroppedMeanwhile() {
    RaftState state = RaftCore.step(inStep(), new TransferLeadership(N2)).state();

    RaftStep step = propose(state, "x");

    assertThat(all(ProposalDropped.class, step))
        .extracting(ProposalDropped::reason)
        .containsExactly(DropReason.TRANSFER_IN_PROGRESS);
    assertThat(step.state().lastIndex()).isEqualTo(1);
  }

  @Test
  void transferIsGivenUpAfterAnElectionTimeoutAndTheLeaderStays() {
    RaftState state = RaftCore.step(inStep(), new TransferLeadership(N2)).state();
    state = receive(state, N3, new RaftMessage.HeartbeatResponse(2, 0, 0)).state();

    RaftState waiting = ticked(state, 9);
    RaftStep over = RaftCore.step(waiting, RaftInput.Tick.INSTANCE);

    assertThat(waiting.transferTarget()).isEqualTo(N2);
    assertThat(over.state().transferTarget()).isNull();
    assertThat(over.state().isLeader()).isTrue();
    assertThat(propose(over.state(), "x").state().lastIndex()).isEqualTo(2);
  }

  @Test
  void theSameTargetTwiceChangesNothingAndAnotherReplacesIt() {
    RaftState state = RaftCore.step(inStep(), new TransferLeadership(N2)).state();

    RaftStep same = RaftCore.step(state, new TransferLeadership(N2));
    RaftStep other = RaftCore.step(state, new TransferLeadership(N3));

    assertThat(same.effects()).isEmpty();
    assertThat(other.state().transferTarget()).isEqualTo(N3);
    assertThat(sentTo(N3, other)).containsExactly(new TimeoutNow(2));
  }

  @Test
  void transferToItselfOrToAStrangerDoesNothing() {
    RaftState state = inStep();

    for (RaftInput input : List.of(new TransferLeadership(N1), new TransferLeadership(N4))) {
      RaftStep step = RaftCore.step(state, input);
      assertThat(step.effects()).isEmpty();
      assertThat(step.state().transferTarget()).isNull();
    }
  }

  @Test
  void learnerCannotLead() {
    TestCluster cluster =
        new TestCluster(new Configuration(THREE, List.of(N4)), RaftSettings.ETCD, 1);
    cluster.elect(N1);

    cluster.step(N1, new TransferLeadership(N4));
    cluster.deliverAll();

    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.state(N1).transferTarget()).isNull();
  }

  @Test
  void followerPassesTheWishOnToTheLeader() {
    RaftStep step = RaftCore.step(led(follower(2), N3), new TransferLeadership(N2));

    assertThat(sentTo(N3, step)).containsExactly(new ForwardTransfer(N2));
    assertThat(sent(RaftCore.step(follower(2), new TransferLeadership(N2)))).isEmpty();
  }

  @Test
  void transferEndsWithTheTerm() {
    RaftState state = RaftCore.step(inStep(), new TransferLeadership(N2)).state();

    RaftState next = receive(state, N2, new VoteRequest(3, 1, 2, true)).state();

    assertThat(next.role()).isEqualTo(Role.FOLLOWER);
    assertThat(next.transferTarget()).isNull();
  }

  @Test
  void unreachableTargetLeavesTheLeaderInPlace() {
    TestCluster cluster = TestCluster.of(5);
    cluster.elect(N1);
    cluster.isolate(N2);

    cluster.step(N1, new TransferLeadership(N2));
    cluster.run(12);
    cluster.commit(N1, "still here");

    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.applied(N3)).containsExactly("still here");
  }

  /** A leader of term 2 whose followers hold its whole log. */
  private static RaftState inStep() {
    RaftState state = leader(2, THREE);
    state = receive(state, N2, accepted(state, 1)).state();
    return receive(state, N3, accepted(state, 1)).state();
  }
}
