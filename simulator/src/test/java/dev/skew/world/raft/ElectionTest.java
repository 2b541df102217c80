package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.candidate;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.leader;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.nodes;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.sentTo;
import static dev.skew.world.raft.Fixtures.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Paper §5.1, §5.2 and §5.4.1, and how etcd counts ticks. */
class ElectionTest {

  @Test
  void membersBeginAsFollowers() {
    RaftState state =
        RaftState.bootstrap(
            RaftSettings.ETCD, N1, Configuration.ofVoters(THREE), new Seed(1).random());

    assertThat(state.role()).isEqualTo(Role.FOLLOWER);
    assertThat(state.term()).isEqualTo(1);
    assertThat(state.leader()).isNull();
    assertThat(state.commit()).isEqualTo(3);
    assertThat(state.applied()).isEqualTo(3);
  }

  @Test
  void followerCampaignsWhenItsTimeoutPassesWithoutALeader() {
    RaftState state = follower(1);

    RaftState before = ticked(state, state.electionTimeout() - 1);
    RaftStep step = RaftCore.step(before, RaftInput.Tick.INSTANCE);

    assertThat(before.role()).isEqualTo(Role.FOLLOWER);
    assertThat(step.state().role()).isEqualTo(Role.CANDIDATE);
    assertThat(step.state().term()).isEqualTo(2);
    assertThat(step.state().vote()).isEqualTo(N1);
  }

  @Test
  void timeoutsAreDrawnFromTenToNineteenTicksAlikeOften() {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (int seed = 0; seed < 2000; seed++) {
      RaftState state =
          RaftState.bootstrap(
              RaftSettings.ETCD,
              N1,
              Configuration.ofVoters(THREE),
              new Seed(seed).fork("raft", "n1").random());
      counts.merge(state.electionTimeout(), 1, Integer::sum);
    }

    assertThat(counts.keySet()).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    assertThat(counts.values()).allMatch(count -> count > 140 && count < 260);
  }

  @Test
  void everyCampaignDrawsATimeoutOfItsOwn() {
    RaftState state = follower(1);
    TreeSet<Integer> timeouts = new TreeSet<>();

    for (int i = 0; i < 40; i++) {
      state = RaftCore.step(state, new RaftInput.Campaign()).state();
      timeouts.add(state.electionTimeout());
    }

    assertThat(timeouts).hasSizeGreaterThan(5);
  }

  @Test
  void aLeaderHeardInTimeKeepsAFollowerFromCampaigning() {
    RaftState state = follower(1);

    for (int i = 0; i < 100; i++) {
      state = led(ticked(state, 9), N2);
    }

    assertThat(state.role()).isEqualTo(Role.FOLLOWER);
    assertThat(state.leader()).isEqualTo(N2);
    assertThat(state.electionElapsed()).isZero();
  }

  @Test
  void candidateAsksEveryOtherVoterAndWritesItsOwnVoteFirst() {
    RaftStep step = RaftCore.step(follower(1, 1, 1), new RaftInput.Campaign());

    VoteRequest request = new VoteRequest(2, 2, 1, false);
    assertThat(sentTo(N2, step)).containsExactly(request);
    assertThat(sentTo(N3, step)).containsExactly(request);
    assertThat(sentTo(N1, step)).isEmpty();
    assertThat(step.effects().get(0))
        .isEqualTo(new RaftEffect.Persist(new HardState(2, N1, 0), EntryList.EMPTY, true));
  }

  @Test
  void candidateWinsWithTheVotesOfAMajority() {
    RaftState state = candidate(2, nodes(5));

    RaftState two = receive(state, N2, new VoteResponse(2, true)).state();
    RaftState three = receive(two, N3, new VoteResponse(2, true)).state();

    assertThat(two.role()).isEqualTo(Role.CANDIDATE);
    assertThat(three.role()).isEqualTo(Role.LEADER);
    assertThat(three.leader()).isEqualTo(N1);
  }

  @Test
  void theSameVoteCountsOnce() {
    RaftState state = candidate(2, nodes(5));

    RaftState once = receive(state, N2, new VoteResponse(2, true)).state();
    RaftState twice = receive(once, N2, new VoteResponse(2, true)).state();

    assertThat(twice.role()).isEqualTo(Role.CANDIDATE);
  }

  @Test
  void aStrangersVoteDoesNotCount() {
    RaftState state = candidate(2, THREE);

    RaftStep step = receive(state, Fixtures.N5, new VoteResponse(2, true));

    assertThat(step.state().role()).isEqualTo(Role.CANDIDATE);
    assertThat(step.effects()).isEmpty();
  }

  @Test
  void aSingleVoterElectsItselfAtOnce() {
    RaftState state =
        RaftState.bootstrap(
            RaftSettings.ETCD, N1, Configuration.ofVoters(List.of(N1)), new Seed(1).random());

    RaftStep step = RaftCore.step(state, new RaftInput.Campaign());

    assertThat(step.state().isLeader()).isTrue();
    assertThat(sent(step)).isEmpty();
    assertThat(step.state().commit()).isEqualTo(step.state().lastIndex());
  }

  @Test
  void candidateRefusedByAMajorityBecomesAFollowerOfTheSameTerm() {
    RaftState state = candidate(2, THREE);

    RaftState one = receive(state, N2, new VoteResponse(2, false)).state();
    RaftState both = receive(one, N3, new VoteResponse(2, false)).state();

    assertThat(one.role()).isEqualTo(Role.CANDIDATE);
    assertThat(both.role()).isEqualTo(Role.FOLLOWER);
    assertThat(both.term()).isEqualTo(2);
    assertThat(both.vote()).isEqualTo(N1);
  }

  @Test
  void candidateFollowsALeaderOfItsOwnTerm() {
    RaftState state = candidate(2, THREE);

    RaftState byHeartbeat = receive(state, N2, new Heartbeat(2, 0, 0, 0)).state();
    RaftState byAppend = receive(state, N2, new AppendEntries(2, 0, 0, 0, EntryList.EMPTY)).state();

    assertThat(List.of(byHeartbeat, byAppend))
        .allMatch(next -> next.role() == Role.FOLLOWER && N2.equals(next.leader()));
    assertThat(byHeartbeat.vote()).isEqualTo(N1);
  }

  @Test
  void candidateThatNobodyAnswersTriesAgainInTheNextTerm() {
    RaftState state = candidate(2, THREE);

    RaftState next = ticked(state, state.electionTimeout());

    assertThat(next.role()).isEqualTo(Role.CANDIDATE);
    assertThat(next.term()).isEqualTo(3);
  }

  @Test
  void everyRoleFollowsAHigherTerm() {
    List<RaftState> states = List.of(follower(2, 1), candidate(2, THREE, 1), leader(2, THREE, 1));

    for (RaftState state : states) {
      RaftState next = receive(state, N2, new VoteResponse(3, false)).state();

      assertThat(next.role()).isEqualTo(Role.FOLLOWER);
      assertThat(next.term()).isEqualTo(3);
      assertThat(next.vote()).isNull();
      assertThat(next.leader()).isNull();
    }
  }

  @Test
  void aCampaignOfAnEarlierTermIsNotAnswered() {
    RaftState state = follower(3, 1);

    RaftStep step = receive(state, N2, new VoteRequest(2, 9, 2, false));

    assertThat(step.effects()).isEmpty();
    assertThat(step.state().vote()).isNull();
  }

  @Test
  void voterGrantsOneVoteATermAndWritesItFirst() {
    RaftStep first = receive(follower(1), N2, new VoteRequest(2, 0, 0, false));
    RaftStep second = receive(first.state(), N3, new VoteRequest(2, 0, 0, false));
    RaftStep again = receive(first.state(), N2, new VoteRequest(2, 0, 0, false));

    assertThat(sent(first)).containsExactly(new VoteResponse(2, true));
    assertThat(sent(second)).containsExactly(new VoteResponse(2, false));
    assertThat(sent(again)).containsExactly(new VoteResponse(2, true));
    assertThat(first.effects().get(0))
        .isEqualTo(new RaftEffect.Persist(new HardState(2, N2, 0), EntryList.EMPTY, true));
  }

  @Test
  void grantingAVoteRestartsTheTimeout() {
    RaftState state = ticked(follower(1), 8);

    RaftState granted = receive(state, N2, new VoteRequest(1, 0, 0, false)).state();

    assertThat(granted.vote()).isEqualTo(N2);
    assertThat(granted.electionElapsed()).isZero();
  }

  @Test
  void refusingAVoteDoesNotRestartTheTimeout() {
    RaftState state = ticked(follower(2, 1, 2), 8);

    RaftState refused = receive(state, N2, new VoteRequest(2, 1, 1, false)).state();

    assertThat(refused.vote()).isNull();
    assertThat(refused.electionElapsed()).isEqualTo(8);
  }

  @Test
  void voterRefusesALogThatIsLessUpToDate() {
    RaftState state = follower(2, 1, 2, 2);
    List<VoteRequest> older =
        List.of(
            new VoteRequest(3, 9, 1, false), // longer, but of an earlier term
            new VoteRequest(3, 2, 2, false)); // shorter, of the same term
    List<VoteRequest> fresh =
        List.of(
            new VoteRequest(3, 1, 3, false), // shorter, of a later term
            new VoteRequest(3, 3, 2, false), // equal
            new VoteRequest(3, 4, 2, false)); // longer

    for (VoteRequest request : older) {
      RaftStep step = receive(state, N2, request);
      assertThat(sent(step)).containsExactly(new VoteResponse(3, false));
      assertThat(step.state().term()).isEqualTo(3);
    }
    for (VoteRequest request : fresh) {
      assertThat(sent(receive(state, N2, request))).containsExactly(new VoteResponse(3, true));
    }
  }

  @Test
  void learnerNeverCampaignsButVotesWhenAsked() {
    Configuration configuration = new Configuration(List.of(N2, N3), List.of(N1));
    RaftState state =
        RaftState.recover(
            RaftSettings.ETCD,
            N1,
            new HardState(1, null, 0),
            RaftLog.startingAt(Fixtures.startOf(configuration)),
            new Seed(1).random());

    RaftState waited = ticked(state, 100);
    RaftStep asked = receive(waited, N2, new VoteRequest(2, 0, 0, false));

    assertThat(waited.role()).isEqualTo(Role.FOLLOWER);
    assertThat(waited.term()).isEqualTo(1);
    assertThat(sent(asked)).containsExactly(new VoteResponse(2, true));
  }

  @Test
  void memberWithACommittedChangeToApplyDoesNotCampaign() {
    RaftLog log =
        RaftLog.of(
            Fixtures.startOf(Configuration.ofVoters(THREE)),
            EntryList.of(
                List.of(new Entry(1, 1, new MembershipChange(MembershipChange.Kind.REMOVE, N3)))));
    RaftState state =
        RaftState.recover(
            RaftSettings.ETCD, N1, new HardState(1, null, 1), log, new Seed(1).random());

    RaftState waited = ticked(state, 40);
    RaftState applied = RaftCore.step(waited, new RaftInput.Applied(1)).state();

    assertThat(waited.role()).isEqualTo(Role.FOLLOWER);
    assertThat(ticked(applied, 40).role()).isNotEqualTo(Role.FOLLOWER);
  }

  @Test
  void leaderIgnoresTheOrderToCampaign() {
    RaftState state = leader(2, THREE);

    RaftStep step = RaftCore.step(state, new RaftInput.Campaign());

    assertThat(step.effects()).isEmpty();
    assertThat(step.state().term()).isEqualTo(2);
  }

  @Test
  void noticesTellWhatEtcdWouldLog() {
    RaftStep campaign = RaftCore.step(led(follower(1), N2), new RaftInput.Campaign());
    RaftStep won = receive(campaign.state(), N3, new VoteResponse(2, true));

    assertThat(all(RaftNotice.class, campaign))
        .containsExactly(
            new RaftNotice.CampaignStarted(1, false, false),
            new RaftNotice.TermChanged(1, 2),
            new RaftNotice.RoleChanged(Role.FOLLOWER, Role.CANDIDATE, 2),
            new RaftNotice.LeaderChanged(N2, null, 2));
    assertThat(all(RaftNotice.class, won))
        .containsExactly(
            new RaftNotice.RoleChanged(Role.CANDIDATE, Role.LEADER, 2),
            new RaftNotice.LeaderChanged(null, N1, 2));
  }

  @Test
  void aStepIsAFunctionOfItsStateAndInput() {
    RaftState state = follower(1, 1);
    List<RaftState> twice = new ArrayList<>();

    for (int i = 0; i < 2; i++) {
      twice.add(RaftCore.step(state, new RaftInput.Campaign()).state());
    }

    assertThat(twice.get(0).electionTimeout()).isEqualTo(twice.get(1).electionTimeout());
    assertThat(state.role()).isEqualTo(Role.FOLLOWER);
  }
}
