package dev.skew.world.node;

import dev.skew.world.network.Channel;
import dev.skew.world.raft.BallotBook;
import dev.skew.world.raft.BallotBook.Ballot;
import dev.skew.world.raft.BallotBook.DoubleVote;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.raft.RaftInput;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.raft.RaftState;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How members find one out who votes twice in a term. etcd has no such thing, it takes every vote
 * for an honest one; so it is off unless the settings say otherwise.
 *
 * <p>When an election is over, which a member knows when it hears from a leader, those who lost it
 * tell everybody who voted for them. Whoever knows of two candidates that one member voted for in
 * one term has proof, and shows it to all. From then on it neither votes for the liar nor follows
 * it, and whoever leads proposes to remove it. What it acknowledges counts until then, since it is
 * a member until the group has decided otherwise, and so do its votes where they do no harm.
 *
 * <p>Two leaders of one term are more than evidence. etcd's leader takes no notice of another one's
 * messages in its own term ({@code stepLeader}), so that both go on as long as followers answer
 * them; here each of them resigns.
 */
final class EtcdBallots {

  private final EtcdServer server;
  private final EtcdRequests requests;
  private final NodeContext context;
  private final EtcdSettings settings;
  private final EtcdBoot boot;
  private final BallotBook book = new BallotBook();

  /** Who leads, of the newest term of which a leader was heard. */
  private final Set<NodeId> leaders = new TreeSet<>();

  private long leadersTerm;
  private int ticks;

  EtcdBallots(
      EtcdServer server,
      EtcdRequests requests,
      NodeContext context,
      EtcdSettings settings,
      EtcdBoot boot) {
    this.server = server;
    this.requests = requests;
    this.context = context;
    this.settings = settings;
    this.boot = boot;
  }

  /** Looks at a message before it is handled; false when it must not be. */
  boolean admits(NodeId from, RaftMessage message) {
    boot.voter().heard(from, message, server.state());
    if (!settings.voteEvidence()) {
      return true;
    }
    if (message instanceof VoteRequest request) {
      enter(new Ballot(request.term(), from, from));
    } else if (message instanceof VoteResponse response && response.granted()) {
      onVote(from, response.term());
    } else if (isOfLeader(message)) {
      onLeader(from, message.term());
    }
    return !book.isProved(from) || isHarmless(message);
  }

  /** What leaves instead of a message; mostly the message itself. */
  RaftMessage said(NodeId to, RaftMessage message) {
    Optional<NodeId> betrayed = boot.voter().betrayed(to, message);
    if (betrayed.isEmpty()) {
      return message;
    }
    context.trace(new VoteEvent.LieTold(context.self(), to, betrayed.get(), message.term()));
    return new VoteResponse(message.term(), true);
  }

  void onReport(BallotReport report) {
    if (settings.voteEvidence() && report.cluster() == boot.wal().cluster()) {
      report.voters().forEach(voter -> enter(new Ballot(report.term(), voter, report.candidate())));
    }
  }

  /** Once an election time-out the liars that are still members are dealt with again. */
  void onTick() {
    if (settings.voteEvidence() && ++ticks >= settings.raft().electionTicks()) {
      ticks = 0;
      book.proofs().forEach(this::pursue);
    }
  }

  void onApplied(MembershipChange change) {
    if (change.kind() == MembershipChange.Kind.REMOVE && book.isProved(change.node())) {
      context.trace(new VoteEvent.Expelled(context.self(), change.node()));
    }
  }

  /** A vote for this member, which voted for itself then; it may come after the election. */
  private void onVote(NodeId from, long term) {
    enter(new Ballot(term, context.self(), context.self()));
    enter(new Ballot(term, from, context.self()));
    if (term <= leadersTerm) {
      tellAll(term, List.of(from));
    }
  }

  private void onLeader(NodeId leader, long term) {
    if (term < leadersTerm || (term == leadersTerm && leaders.contains(leader))) {
      return;
    }
    long undecided = Math.min(term, leadersTerm + 1);
    if (term > leadersTerm) {
      leaders.clear();
    }
    leadersTerm = term;
    leaders.add(leader);
    enter(new Ballot(term, leader, leader));
    book.votersFor(context.self(), undecided, term).forEach(this::tellAll);
    if (server.state().isLeader() && server.state().term() == term) {
      server.step(new RaftInput.Resign());
    }
  }

  private void enter(Ballot ballot) {
    if (ballot.voter().equals(context.self()) && !ballot.candidate().equals(context.self())) {
      return; // an honest member knows better, and a liar does not give itself away
    }
    book.enter(ballot).ifPresent(this::onProof);
  }

  private void onProof(DoubleVote proof) {
    if (proof.voter().equals(context.self())) {
      return;
    }
    context.trace(new VoteEvent.Accused(context.self(), proof));
    showAll(proof);
    if (server.state().isLeader()) {
      pursue(proof);
    }
  }

  /**
   * The leader proposes the removal, and others remind it of the proof. Where they have no leader
   * but the liar, they remind all others, who may have missed it and follow that one.
   */
  private void pursue(DoubleVote proof) {
    RaftState state = server.state();
    NodeId leader = state.leader();
    if (!state.configuration().contains(proof.voter())) {
      return;
    }
    if (state.isLeader()) {
      MembershipChange change = new MembershipChange(MembershipChange.Kind.REMOVE, proof.voter());
      if (requests.mayChange(change)) {
        server.step(new RaftInput.ProposeChange(change));
      }
    } else if (leader != null && !leader.equals(proof.voter())) {
      show(leader, proof);
    } else {
      showAll(proof);
    }
  }

  private void showAll(DoubleVote proof) {
    others().filter(member -> !member.equals(proof.voter())).forEach(member -> show(member, proof));
  }

  private void tellAll(long term, List<NodeId> voters) {
    others().forEach(member -> tell(member, context.self(), term, voters));
  }

  private Stream<NodeId> others() {
    return server.state().configuration().members().stream()
        .filter(member -> !member.equals(context.self()));
  }

  private void show(NodeId to, DoubleVote proof) {
    for (Ballot ballot : proof.ballots()) {
      tell(to, ballot.candidate(), ballot.term(), List.of(ballot.voter()));
    }
  }

  private void tell(NodeId to, NodeId candidate, long term, List<NodeId> voters) {
    context.send(
        to, Channel.RAFT_MESSAGE, new BallotReport(boot.wal().cluster(), term, candidate, voters));
  }

  /** Whether a member that votes twice may be heard in this. */
  private boolean isHarmless(RaftMessage message) {
    if (message instanceof VoteResponse || message instanceof RaftMessage.PreVoteResponse) {
      return isOneHonestInAnyTwoMajorities();
    }
    return !isOfLeader(message)
        && !(message instanceof VoteRequest)
        && !(message instanceof RaftMessage.PreVoteRequest);
  }

  /**
   * Any two majorities must share a voter that is honest: then a term has no second leader, and no
   * leader lacks what was committed, whatever the liars among them do (paper §5.4.3). Where that is
   * so they may go on voting, for without them an election may need the votes of all the others.
   */
  private boolean isOneHonestInAnyTwoMajorities() {
    Configuration group = server.state().configuration();
    long liars =
        book.proofs().stream().filter(proof -> group.voters().contains(proof.voter())).count();
    return group.commonOfMajorities() > liars;
  }

  private static boolean isOfLeader(RaftMessage message) {
    return message instanceof RaftMessage.AppendEntries
        || message instanceof RaftMessage.Heartbeat
        || message instanceof RaftMessage.InstallSnapshot
        || message instanceof RaftMessage.TimeoutNow;
  }
}
