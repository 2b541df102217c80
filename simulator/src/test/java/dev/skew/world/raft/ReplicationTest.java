package dev.skew.world.raft;

import static dev.skew.world.raft.Fixtures.N1;
import static dev.skew.world.raft.Fixtures.N2;
import static dev.skew.world.raft.Fixtures.N3;
import static dev.skew.world.raft.Fixtures.N4;
import static dev.skew.world.raft.Fixtures.THREE;
import static dev.skew.world.raft.Fixtures.accepted;
import static dev.skew.world.raft.Fixtures.all;
import static dev.skew.world.raft.Fixtures.follower;
import static dev.skew.world.raft.Fixtures.led;
import static dev.skew.world.raft.Fixtures.nodes;
import static dev.skew.world.raft.Fixtures.progress;
import static dev.skew.world.raft.Fixtures.propose;
import static dev.skew.world.raft.Fixtures.receive;
import static dev.skew.world.raft.Fixtures.sent;
import static dev.skew.world.raft.Fixtures.sentTo;
import static dev.skew.world.raft.Fixtures.ticked;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.Fixtures.Text;
import dev.skew.world.raft.RaftEffect.Commit;
import dev.skew.world.raft.RaftEffect.DropReason;
import dev.skew.world.raft.RaftEffect.ProposalDropped;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.ForwardProposal;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The leader's side of paper §5.3 and §5.4.2, and etcd's flow control. */
class ReplicationTest {

  @Test
  void newLeaderAppendsAnEmptyEntryOfItsTermAndSendsIt() {
    RaftState state = Fixtures.candidate(2, THREE, 1);

    RaftStep step = receive(state, N2, new RaftMessage.VoteResponse(2, true));

    Entry empty = new Entry(2, 2, Payload.NoOp.INSTANCE);
    EntryList entries = EntryList.of(List.of(empty));
    assertThat(step.state().log().entryAt(2)).isEqualTo(empty);
    assertThat(sent(step))
        .containsExactly(
            new AppendEntries(2, 1, 1, 0, entries), new AppendEntries(2, 1, 1, 0, entries));
    assertThat(Fixtures.persisted(step))
        .isEqualTo(new RaftEffect.Persist(new HardState(2, N1, 0), entries, true));
  }

  @Test
  void leaderAppendsAProposalAndSendsItToFollowersThatAreInStep() {
    RaftState state = inStep(leader(2, THREE));

    RaftStep step = propose(state, "x");

    assertThat(step.state().lastIndex()).isEqualTo(2);
    assertThat(sentTo(N2, step)).hasSize(1);
    assertThat(sentTo(N3, step)).hasSize(1);
    assertThat(progress(step.state(), N2).next()).isEqualTo(3);
  }

  @Test
  void entryIsCommittedWhenAMajorityHoldsIt() {
    RaftState state = propose(inStep(leader(2, nodes(5))), "x").state();

    RaftStep one = receive(state, N2, accepted(state, 2));
    RaftStep two = receive(one.state(), N3, accepted(state, 2));

    assertThat(one.state().commit()).isEqualTo(1);
    assertThat(two.state().commit()).isEqualTo(2);
    assertThat(all(Commit.class, two))
        .singleElement()
        .satisfies(
            commit -> assertThat(commit.entries().last().payload()).isEqualTo(new Text("x")));
  }

  @Test
  void commitIsToldAtOnceAndNotWithTheNextHeartbeat() {
    RaftState state = propose(inStep(leader(2, THREE)), "x").state();

    RaftStep step = receive(state, N2, accepted(state, 2));

    AppendEntries news = new AppendEntries(2, 2, 2, 2, EntryList.EMPTY);
    assertThat(sentTo(N2, step)).containsExactly(news);
    assertThat(sentTo(N3, step)).containsExactly(news);
  }

  @Test
  void entriesOfEarlierTermsAreCommittedOnlyThroughOneOfTheLeadersOwn() {
    // Figure 8: a majority holds the entry of term 2, and it may still be overwritten.
    RaftState state = leader(4, nodes(5), 1, 2);

    RaftStep two = receive(state, N2, accepted(state, 2));
    RaftStep three = receive(two.state(), N3, accepted(state, 2));
    RaftStep own = receive(three.state(), N2, accepted(state, 3));
    RaftStep both = receive(own.state(), N3, accepted(state, 3));

    assertThat(three.state().commit()).isZero();
    assertThat(own.state().commit()).isZero();
    assertThat(both.state().commit()).isEqualTo(3);
  }

  @Test
  void learnersHoldEntriesButDoNotCommitThem() {
    TestCluster cluster =
        new TestCluster(new Configuration(List.of(N1, N2, N3), List.of(N4)), RaftSettings.ETCD, 1);
    cluster.elect(N1);
    cluster.isolate(N2, N3);

    cluster.commit(N1, "x");

    assertThat(cluster.state(N4).lastIndex()).isEqualTo(2);
    assertThat(cluster.state(N1).commit()).isEqualTo(1);
    cluster.heal();
    cluster.run(2);
    assertThat(cluster.applied(N4)).containsExactly("x");
  }

  @Test
  void proposalsReachEveryMachineInTheSameOrder() {
    TestCluster cluster = TestCluster.of(5);
    cluster.elect(N2);

    for (int i = 0; i < 20; i++) {
      cluster.propose(N1, "f" + i);
      cluster.propose(N2, "l" + i);
    }
    cluster.deliverAll();

    List<String> order = cluster.applied(N2);
    assertThat(order).hasSize(40);
    assertThat(cluster.ids()).allMatch(id -> cluster.applied(id).equals(order));
  }

  @Test
  void followerPassesAProposalOnToItsLeader() {
    RaftStep step = propose(led(follower(2), N3), "x");

    assertThat(sentTo(N3, step)).containsExactly(new ForwardProposal(List.of(new Text("x"))));
  }

  @Test
  void proposalWithoutALeaderIsDropped() {
    RaftEffect dropped = new ProposalDropped(List.of(new Text("x")), DropReason.NO_LEADER);

    assertThat(propose(follower(2), "x").effects()).containsExactly(dropped);
    assertThat(propose(Fixtures.candidate(2, THREE), "x").effects()).containsExactly(dropped);
  }

  @Test
  void followerOfUnknownProgressGetsOneMessageUntilItAnswers() {
    RaftState state = leader(2, THREE);

    RaftState busy = propose(propose(state, "a").state(), "b").state();
    RaftStep answer = receive(busy, N2, accepted(busy, 1));

    assertThat(sentTo(N2, propose(busy, "c"))).isEmpty();
    assertThat(progress(busy, N2).mode()).isEqualTo(Progress.Mode.PROBE);
    assertThat(progress(answer.state(), N2).mode()).isEqualTo(Progress.Mode.REPLICATE);
    assertThat(sentTo(N2, answer))
        .singleElement()
        .satisfies(message -> assertThat(((AppendEntries) message).entries().size()).isEqualTo(2));
  }

  @Test
  void answerToAHeartbeatLetsAProbeGoOutAgain() {
    RaftState state = propose(leader(2, THREE), "a").state();

    RaftStep step = receive(state, N2, new HeartbeatResponse(2, 0, 0));

    assertThat(sentTo(N2, step))
        .singleElement()
        .satisfies(message -> assertThat(((AppendEntries) message).entries().size()).isEqualTo(2));
  }

  @Test
  void answerToAHeartbeatFromAFollowerInStepSendsNothing() {
    RaftState state = inStep(leader(2, THREE));

    assertThat(sent(receive(state, N2, new HeartbeatResponse(2, 0, 0)))).isEmpty();
  }

  @Test
  void windowOfUnansweredMessagesIsBounded() {
    RaftSettings settings =
        RaftSettings.ETCD.withLimits(new RaftLimits(1 << 20, 3, 100_000, 5_000));
    RaftState state = inStep(leader(settings));

    int messages = 0;
    for (int i = 0; i < 10; i++) {
      RaftStep step = propose(state, "p" + i);
      messages += sentTo(N2, step).size();
      state = step.state();
    }
    RaftStep freed = receive(state, N2, accepted(state, 2));
    RaftStep byHeartbeat = receive(state, N2, new HeartbeatResponse(state.term(), 0, 0));

    assertThat(messages).isEqualTo(3);
    assertThat(sentTo(N2, freed))
        .first()
        .satisfies(message -> assertThat(((AppendEntries) message).previousIndex()).isEqualTo(4));
    assertThat(sentTo(N2, byHeartbeat)).hasSize(1);
  }

  @Test
  void messageHoldsAtMostSoManyBytesButAtLeastOneEntry() {
    RaftSettings settings = RaftSettings.ETCD.withLimits(new RaftLimits(80, 512, 100_000, 5_000));
    RaftState state = leader(settings);
    for (int i = 0; i < 4; i++) {
      state = propose(state, "0123456789abcdef0123").state(); // 36 bytes with its header
    }
    state = propose(state, "x".repeat(500)).state();

    RaftStep step = receive(state, N2, accepted(state, 1));

    assertThat(sentTo(N2, step))
        .map(message -> ((AppendEntries) message).entries().size())
        .containsExactly(2, 2, 1);
  }

  @Test
  void unreachablePeerIsProbedFromWhereItIsKnownToBe() {
    RaftState state = propose(propose(inStep(leader(2, THREE)), "a").state(), "b").state();

    RaftState next = RaftCore.step(state, new RaftInput.PeerUnreachable(N2)).state();

    assertThat(progress(next, N2).mode()).isEqualTo(Progress.Mode.PROBE);
    assertThat(progress(next, N2).next()).isEqualTo(2);
    assertThat(progress(next, N3).mode()).isEqualTo(Progress.Mode.REPLICATE);
  }

  @Test
  void rejectionSendsALeaderBackAndStaleOnesDoNot() {
    RaftState state = leader(3, THREE, 1, 1, 1, 2, 2);
    RaftMessage rejection = new RaftMessage.AppendResponse(3, 5, true, 2, 0);

    RaftStep step = receive(state, N2, rejection);
    RaftStep stale = receive(step.state(), N2, rejection);

    assertThat(progress(step.state(), N2).next()).isEqualTo(3);
    assertThat(sentTo(N2, step))
        .singleElement()
        .satisfies(message -> assertThat(((AppendEntries) message).previousIndex()).isEqualTo(2));
    assertThat(sentTo(N2, stale)).isEmpty();
  }

  @Test
  void rejectionOfAFollowerInStepThatIsOlderThanItsAnswersIsStale() {
    RaftState state = inStep(leader(2, THREE, 1, 1));

    RaftStep step = receive(state, N2, new RaftMessage.AppendResponse(2, 2, true, 1, 0));

    assertThat(sent(step)).isEmpty();
    assertThat(progress(step.state(), N2).mode()).isEqualTo(Progress.Mode.REPLICATE);
  }

  @Test
  void heartbeatsTellNoCommitBeyondWhatTheFollowerIsKnownToHold() {
    RaftState state = propose(leader(2, THREE), "x").state();
    state = receive(state, N3, accepted(state, 2)).state();

    RaftStep step = RaftCore.step(state, RaftInput.Tick.INSTANCE);

    assertThat(state.commit()).isEqualTo(2);
    assertThat(sentTo(N2, step)).containsExactly(new Heartbeat(2, 0, 0, 1));
    assertThat(sentTo(N3, step)).containsExactly(new Heartbeat(2, 2, 0, 1));
  }

  @Test
  void heartbeatsComeEverySoManyTicks() {
    RaftSettings settings = RaftSettings.ETCD.withTicks(10, 3);
    RaftState state = leader(settings);

    assertThat(sent(RaftCore.step(ticked(state, 1), RaftInput.Tick.INSTANCE))).isEmpty();
    assertThat(sent(RaftCore.step(ticked(state, 2), RaftInput.Tick.INSTANCE))).hasSize(2);
  }

  @Test
  void strangersAreNotListenedTo() {
    RaftState state = inStep(leader(2, THREE));

    RaftStep step = receive(state, Fixtures.N5, accepted(state, 1));

    assertThat(step.effects()).isEmpty();
  }

  /** The same leader after all followers answered for all that it holds. */
  private static RaftState inStep(RaftState leader) {
    RaftState state = leader;
    for (Progress progress : leader.progress()) {
      if (!progress.member().equals(N1)) {
        state = receive(state, progress.member(), accepted(state, state.lastIndex())).state();
      }
    }
    return state;
  }

  private static RaftState leader(RaftSettings settings) {
    RaftState state = follower(settings, THREE, HardState.EMPTY);
    return Fixtures.elected(RaftCore.step(state, new RaftInput.Campaign()).state());
  }

  private static RaftState leader(long term, List<NodeId> voters, long... terms) {
    return Fixtures.leader(term, voters, terms);
  }
}
