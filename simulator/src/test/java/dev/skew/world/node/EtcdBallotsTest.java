package dev.skew.world.node;

import static dev.skew.world.node.TestNode.PEER;
import static dev.skew.world.node.TestNode.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.raft.BallotBook.DoubleVote;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.raft.RaftInput;
import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.raft.Role;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a member lies about its vote, and what others make of what they hear. */
class EtcdBallotsTest {

  private static final NodeId THIRD = new NodeId(2, "etcd-2");
  private static final NodeId LIAR = new NodeId(3, "etcd-3");
  private static final List<NodeId> FOUR = List.of(SELF, PEER, THIRD, LIAR);

  private final TestNode node = new TestNode();
  private RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(FOUR)));
  private final FalseVoter voter = new FalseVoter();
  private EtcdServer server = boot(true);

  @Test
  void anHonestMemberRefusesASecondVote() {
    ask(PEER, 5);
    ask(THIRD, 5);

    assertThat(votes()).containsExactly(true, false);
    assertThat(node.traced).noneMatch(VoteEvent.class::isInstance);
  }

  @Test
  void aLiarGrantsItAndKeepsItsFirstVoteOnDisk() {
    voter.lie(1, new Seed(1).random());
    ask(PEER, 5);
    ask(THIRD, 5);

    assertThat(votes()).containsExactly(true, true);
    assertThat(wal.hardState().vote()).isEqualTo(PEER);
    assertThat(node.traced).contains(new VoteEvent.LieTold(SELF, THIRD, PEER, 5));
  }

  @Test
  void aLiarLiesOnInItsNextLife() {
    voter.lie(1, new Seed(1).random());
    ask(PEER, 5);
    server = boot(true);
    ask(THIRD, 5);

    assertThat(votes()).containsExactly(true, true);
  }

  /** It grants what it would have granted had it not voted (paper §5.4.1). */
  @Test
  void aLiarGrantsNothingToALogThatIsBehind() {
    voter.lie(1, new Seed(1).random());
    ask(PEER, 5);
    node.receive(THIRD, new VoteRequest(5, 0, 0, false));
    node.runFor(100 * SimTime.MILLISECOND);

    assertThat(votes()).containsExactly(true, false);
  }

  @Test
  void aCandidateThatLostTellsAllWhoVotedForIt() {
    long term = campaign();
    node.receive(LIAR, new VoteResponse(term, true));
    node.receive(PEER, new Heartbeat(term, 1, 0, 0));

    assertThat(reports(PEER)).containsExactly(report(term, SELF, SELF, LIAR));
    assertThat(reports(THIRD)).containsExactly(report(term, SELF, SELF, LIAR));
  }

  @Test
  void aVoteThatComesAfterTheElectionIsToldToo() {
    long term = campaign();
    node.receive(PEER, new Heartbeat(term, 1, 0, 0));
    node.receive(LIAR, new VoteResponse(term, true));

    assertThat(reports(PEER)).contains(report(term, SELF, LIAR));
  }

  @Test
  void aLeaderThatComparesProposesToRemoveWhoVotedTwice() {
    long term = lead();
    node.receive(LIAR, new VoteResponse(term, true));
    commitAll(term);
    node.receive(THIRD, report(term, THIRD, LIAR));

    DoubleVote proof = new DoubleVote(term, LIAR, SELF, THIRD);
    assertThat(node.traced).contains(new VoteEvent.Accused(SELF, proof));
    assertThat(lastPayload()).isEqualTo(new MembershipChange(MembershipChange.Kind.REMOVE, LIAR));
    assertThat(reports(PEER)).contains(report(term, SELF, LIAR), report(term, THIRD, LIAR));
    assertThat(reports(LIAR)).doesNotContain(report(term, THIRD, LIAR));
  }

  @Test
  void theRemovalIsOnTheRecordOnceItIsApplied() {
    long term = lead();
    node.receive(LIAR, new VoteResponse(term, true));
    commitAll(term);
    node.receive(THIRD, report(term, THIRD, LIAR));
    commitAll(term);

    assertThat(server.state().configuration().voters()).containsExactly(SELF, PEER, THIRD);
    assertThat(node.traced).contains(new VoteEvent.Expelled(SELF, LIAR));
  }

  /** Strict reconfiguration ({@code mayRemoveMember}): here too few would be left. */
  @Test
  void nobodyIsRemovedWhereTheRestWouldBeNoQuorum() {
    long term = lead();
    node.peers = List.of(LIAR);
    node.receive(LIAR, new VoteResponse(term, true));
    commitAll(term);
    node.receive(THIRD, report(term, THIRD, LIAR));

    assertThat(lastPayload()).isNotInstanceOf(MembershipChange.class);

    node.peers = List.of(PEER, THIRD, LIAR);
    node.runFor(1_100 * SimTime.MILLISECOND);
    assertThat(server.state().isLeader()).isTrue();
    assertThat(lastPayload()).isEqualTo(new MembershipChange(MembershipChange.Kind.REMOVE, LIAR));
  }

  @Test
  void whoWasProvedToLieIsNotFollowedAndGetsNoVote() {
    node.receive(PEER, report(5, PEER, LIAR));
    node.receive(PEER, report(5, THIRD, LIAR));
    node.receive(LIAR, new Heartbeat(6, 1, 0, 0));
    ask(LIAR, 7);

    assertThat(server.state().leader()).isNull();
    assertThat(server.state().term()).isLessThan(6);
    assertThat(votes()).isEmpty();
  }

  /** Majorities of three may have nobody but the liar in common. */
  @Test
  void ofAnOddNumberALiarHasNoVote() {
    wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(List.of(SELF, PEER, LIAR))));
    server = boot(true);
    node.receive(PEER, report(5, PEER, LIAR));
    node.receive(PEER, report(5, SELF, LIAR));
    long term = campaign();
    node.receive(LIAR, new VoteResponse(term, true));

    assertThat(server.state().role()).isEqualTo(Role.CANDIDATE);
  }

  /** Majorities of four have two in common, and one of them is honest. */
  @Test
  void ofAnEvenNumberALiarsVoteDoesNoHarm() {
    node.receive(PEER, report(5, PEER, LIAR));
    node.receive(PEER, report(5, THIRD, LIAR));
    long term = campaign();
    node.receive(LIAR, new VoteResponse(term, true));
    node.receive(PEER, new VoteResponse(term, true));

    assertThat(server.state().role()).isEqualTo(Role.LEADER);
  }

  @Test
  void twoLiarsOfFourHaveNoVote() {
    for (NodeId liar : List.of(LIAR, THIRD)) {
      node.receive(PEER, report(5, PEER, liar));
      node.receive(PEER, report(5, SELF, liar));
    }
    long term = campaign();
    node.receive(LIAR, new VoteResponse(term, true));
    node.receive(THIRD, new VoteResponse(term, true));

    assertThat(server.state().role()).isEqualTo(Role.CANDIDATE);
  }

  /** The liar may lead those who have not seen the proof, so that no other leader can be told. */
  @Test
  void whoeverHasNoLeaderButTheLiarShowsItsProofToAllAgain() {
    node.receive(PEER, report(5, PEER, LIAR));
    node.receive(PEER, report(5, THIRD, LIAR));
    int before = reports(THIRD).size();
    node.runFor(1_100 * SimTime.MILLISECOND);

    assertThat(reports(THIRD).subList(before, reports(THIRD).size()))
        .contains(report(5, PEER, LIAR), report(5, THIRD, LIAR));
    assertThat(reports(LIAR)).isEmpty();
  }

  @Test
  void theLeaderIsRemindedUntilTheLiarIsNoMember() {
    node.receive(PEER, new Heartbeat(5, 1, 0, 0));
    node.receive(PEER, report(5, PEER, LIAR));
    node.receive(PEER, report(5, THIRD, LIAR));
    int before = reports(PEER).size();
    for (int i = 0; i < 12; i++) {
      node.runFor(100 * SimTime.MILLISECOND);
      node.receive(PEER, new Heartbeat(5, 1, 0, 0));
    }

    assertThat(reports(PEER).subList(before, reports(PEER).size()))
        .containsExactly(report(5, PEER, LIAR), report(5, THIRD, LIAR));
  }

  /** A candidate votes for itself: to ask for votes and to give one away is to vote twice. */
  @Test
  void aCandidateThatVotedForThisOneHasLied() {
    long term = campaign();
    node.receive(LIAR, new VoteRequest(term, 1, 1, false));
    node.receive(LIAR, new VoteResponse(term, true));

    DoubleVote proof = new DoubleVote(term, LIAR, LIAR, SELF);
    assertThat(node.traced).contains(new VoteEvent.Accused(SELF, proof));
  }

  /** etcd's leader takes no notice ({@code stepLeader}); both would go on. */
  @Test
  void aLeaderThatHearsAnotherOneOfItsTermResigns() {
    long term = lead();
    node.receive(LIAR, new VoteResponse(term, true));
    node.receive(PEER, new AppendEntries(term, 1, 1, 1, EntryList.EMPTY));

    assertThat(server.state().role()).isEqualTo(Role.FOLLOWER);
    assertThat(server.state().term()).isEqualTo(term);
  }

  @Test
  void whereTheScenarioDoesNotAskForItNobodyComparesVotes() {
    server = boot(false);
    long term = lead();
    node.receive(PEER, new AppendEntries(term, 1, 1, 1, EntryList.EMPTY));
    node.receive(THIRD, report(term, THIRD, PEER));

    assertThat(server.state().isLeader()).isTrue();
    assertThat(node.sent(BallotReport.class)).isEmpty();
    assertThat(node.traced).noneMatch(VoteEvent.class::isInstance);
  }

  @Test
  void ballotsOfAnotherClusterAreNone() {
    node.receive(PEER, new BallotReport(3, 5, PEER, List.of(LIAR)));
    node.receive(PEER, new BallotReport(3, 5, THIRD, List.of(LIAR)));

    assertThat(node.traced).noneMatch(VoteEvent.class::isInstance);
  }

  /** Its own vote is on its disk: somebody else's word for another one is no proof to itself. */
  @Test
  void nobodyAccusesItself() {
    node.receive(PEER, report(5, PEER, SELF));
    node.receive(PEER, report(5, THIRD, SELF));

    assertThat(node.traced).noneMatch(VoteEvent.class::isInstance);
  }

  private EtcdServer boot(boolean voteEvidence) {
    EtcdServer booted =
        new EtcdServer(
            node,
            EtcdSettings.DEFAULT.withVoteEvidence(voteEvidence),
            TestDisk.on(node.queue, wal),
            new EtcdBoot(wal, new Seed(1).random(), 0, voter));
    node.peers = List.of(PEER, THIRD, LIAR);
    node.runs(booted);
    return booted;
  }

  /** Somebody with as long a log asks for this member's vote. */
  private void ask(NodeId candidate, long term) {
    node.receive(candidate, new VoteRequest(term, 4, 1, false));
    node.runFor(100 * SimTime.MILLISECOND);
  }

  /** Has the member campaign; the answer is in which term it does. */
  private long campaign() {
    server.step(new RaftInput.Campaign());
    node.runFor(50 * SimTime.MILLISECOND);
    return server.state().term();
  }

  /** Has the honest members vote for this one. */
  private long lead() {
    long term = campaign();
    node.receive(PEER, new VoteResponse(term, true));
    node.receive(THIRD, new VoteResponse(term, true));
    node.runFor(50 * SimTime.MILLISECOND);
    return term;
  }

  /** The others acknowledge everything that the leader has. */
  private void commitAll(long term) {
    for (NodeId follower : List.of(PEER, THIRD)) {
      node.receive(follower, new AppendResponse(term, server.state().lastIndex(), false, 0, 0));
    }
    node.runFor(50 * SimTime.MILLISECOND);
  }

  private Object lastPayload() {
    return server.state().log().entryAt(server.state().lastIndex()).payload();
  }

  private List<Boolean> votes() {
    return node.sent(VoteResponse.class).stream().map(VoteResponse::granted).toList();
  }

  private List<BallotReport> reports(NodeId to) {
    return node.sent.stream()
        .filter(sent -> sent.to().equals(to) && sent.message() instanceof BallotReport)
        .map(sent -> (BallotReport) sent.message())
        .toList();
  }

  private static BallotReport report(long term, NodeId candidate, NodeId... voters) {
    return new BallotReport(0, term, candidate, List.of(voters));
  }
}
