package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.persisted;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftMessage.PreVoteRequest;
import dev.skew.world.raft.RaftMessage.PreVoteResponse;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import org.junit.jupiter.api.Test;

/** Thesis §9.6. */
class PreVoteTest {

  private static final RaftSettings PRE_VOTE = RaftSettings.ETCD.withPreVote(true);

  @Test
  void preCandidateAsksForTheNextTermWithoutEnteringIt() {
    RaftState state = follower(PRE_VOTE, THREE, new HardState(4, N2, 0), 1);

    RaftStep step = RaftCore.step(state, new RaftInput.Campaign());

    assertThat(step.state().role()).isEqualTo(Role.PRE_CANDIDATE);
    assertThat(step.state().term()).isEqualTo(4);
    assertThat(step.state().vote()).isEqualTo(N2);
    assertThat(persisted(step)).isNull();
    assertThat(sent(step))
        .containsExactly(new PreVoteRequest(5, 1, 1), new PreVoteRequest(5, 1, 1));
  }

  @Test
  void preCandidateThatCouldWinCampaigns() {
    RaftState state = preCandidate();

    RaftStep step = receive(state, N2, new PreVoteResponse(5, true));

    assertThat(step.state().role()).isEqualTo(Role.CANDIDATE);
    assertThat(step.state().term()).isEqualTo(5);
    assertThat(sent(step)).contains(new VoteRequest(5, 1, 1, false));
  }

  @Test
  void preCandidateThatCouldNotWinStaysInItsTerm() {
    RaftState state = preCandidate();

    RaftState one = receive(state, N2, new PreVoteResponse(4, false)).state();
    RaftState both = receive(one, N3, new PreVoteResponse(4, false)).state();

    assertThat(both.role()).isEqualTo(Role.FOLLOWER);
    assertThat(both.term()).isEqualTo(4);
  }

  @Test
  void preCandidateLearnsAHigherTermFromARefusal() {
    RaftState state = preCandidate();

    RaftState next = receive(state, N2, new PreVoteResponse(9, false)).state();

    assertThat(next.role()).isEqualTo(Role.FOLLOWER);
    assertThat(next.term()).isEqualTo(9);
  }

  @Test
  void preVoteBindsNobody() {
    RaftState state = follower(PRE_VOTE, THREE, new HardState(4, null, 0), 1);

    RaftStep first = receive(state, N2, new PreVoteRequest(5, 1, 1));
    RaftStep second = receive(first.state(), N3, new PreVoteRequest(5, 1, 1));

    assertThat(sent(first)).containsExactly(new PreVoteResponse(5, true));
    assertThat(sent(second)).containsExactly(new PreVoteResponse(5, true));
    assertThat(second.state().term()).isEqualTo(4);
    assertThat(second.state().vote()).isNull();
  }

  @Test
  void preVoteIsRefusedToAnOlderLogInTheVotersOwnTerm() {
    RaftState state = follower(PRE_VOTE, THREE, new HardState(4, null, 0), 1, 4);

    RaftStep step = receive(state, N2, new PreVoteRequest(5, 9, 3));

    assertThat(sent(step)).containsExactly(new PreVoteResponse(4, false));
  }

  @Test
  void preVoteOfAnEarlierTermIsRefusedNotIgnored() {
    RaftState state = follower(PRE_VOTE, THREE, new HardState(4, null, 0), 1);

    RaftStep step = receive(state, N2, new PreVoteRequest(3, 9, 9));

    assertThat(sent(step)).containsExactly(new PreVoteResponse(4, false));
  }

  @Test
  void preVoteIsIgnoredWhileTheLeaderIsHeard() {
    RaftState state = led(follower(PRE_VOTE, THREE, new HardState(4, null, 0), 1), N3);

    RaftStep step = receive(state, N2, new PreVoteRequest(5, 9, 9));

    assertThat(sent(step)).isEmpty();
  }

  @Test
  void aMemberThatComesBackDisturbsNobody() {
    TestCluster cluster = TestCluster.of(5, PRE_VOTE);
    cluster.elect(N1);
    cluster.isolate(N2, N3);

    cluster.run(200);
    cluster.heal();
    cluster.run(40);

    assertThat(cluster.state(N1).isLeader()).isTrue();
    assertThat(cluster.ids()).allMatch(id -> cluster.state(id).term() == 1);
  }

  @Test
  void withoutPreVoteAMemberThatComesBackDeposesTheLeader() {
    TestCluster cluster = TestCluster.of(5);
    cluster.elect(N1);
    cluster.isolate(N2, N3);

    cluster.run(200);
    long raised = cluster.state(N2).term();
    cluster.heal();
    cluster.run(1);

    assertThat(raised).isGreaterThan(10);
    assertThat(cluster.state(N1).isLeader()).isFalse();
    assertThat(cluster.state(N1).term()).isGreaterThanOrEqualTo(raised);
  }

  private static RaftState preCandidate() {
    RaftState state = follower(PRE_VOTE, THREE, new HardState(4, null, 0), 1);
    return ticked(state, state.electionTimeout());
  }
}
