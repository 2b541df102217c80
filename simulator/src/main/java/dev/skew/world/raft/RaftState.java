package dev.skew.world.raft;

import dev.skew.kernel.RandomSource;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member at one moment. Immutable; {@link RaftCore} makes the next one. Its accessors are what
 * status pages, exporters and checkers read.
 */
public final class RaftState {

  final RaftSettings settings;
  final NodeId self;
  final long term;
  final @Nullable NodeId vote;
  final RaftLog log;
  final long commit;
  final long applied;
  final Role role;
  final @Nullable NodeId leader;
  final int electionElapsed;
  final int heartbeatElapsed;
  final int electionTimeout;
  final long chance;
  final long ticks;
  final Configuration configuration;
  final Progress[] peers; // in the order of NodeId, self included
  final Votes votes;
  final @Nullable NodeId transferTarget;
  final long pendingChange;
  final long snapshotDue;
  final List<PendingRead> reads;
  final List<PendingRead> postponedReads;

  RaftState(Draft draft) {
    this.settings = draft.settings;
    this.self = draft.self;
    this.term = draft.term;
    this.vote = draft.vote;
    this.log = draft.log;
    this.commit = draft.commit;
    this.applied = draft.applied;
    this.role = draft.role;
    this.leader = draft.leader;
    this.electionElapsed = draft.electionElapsed;
    this.heartbeatElapsed = draft.heartbeatElapsed;
    this.electionTimeout = draft.electionTimeout;
    this.chance = draft.chance;
    this.ticks = draft.ticks;
    this.configuration = draft.configuration;
    this.peers = draft.peers;
    this.votes = draft.votes;
    this.transferTarget = draft.transferTarget;
    this.pendingChange = draft.pendingChange;
    this.snapshotDue = draft.snapshotDue;
    this.reads = draft.reads;
    this.postponedReads = draft.postponedReads;
  }

  /** A member of a new cluster, as etcd boots it: term 1, nothing but {@code Snapshot.initial}. */
  public static RaftState bootstrap(
      RaftSettings settings, NodeId self, Configuration configuration, RandomSource random) {
    Snapshot start = Snapshot.initial(configuration);
    HardState hardState = new HardState(start.term(), null, start.index());
    return recover(settings, self, hardState, RaftLog.startingAt(start), random);
  }

  /**
   * A member that comes up with what was durable. It is a follower, has applied its snapshot and
   * nothing else, and has {@link #unapplied()} to hand to its state machine at once.
   *
   * @param log its durable snapshot and the entries that follow it
   * @param random drawn from once, so that a restarted member draws other timeouts than before
   * @throws IllegalArgumentException when the commit index is beyond the log, so that entries which
   *     were committed are lost: etcd refuses to start, and a shell has to look first
   */
  public static RaftState recover(
      RaftSettings settings, NodeId self, HardState hardState, RaftLog log, RandomSource random) {
    if (hardState.commit() > log.lastIndex()) {
      throw new IllegalArgumentException(
          "commit index " + hardState.commit() + " is beyond the last index " + log.lastIndex());
    }
    Draft draft = new Draft(settings, self, log);
    draft.term = Math.max(hardState.term(), log.lastTerm());
    draft.vote = draft.term == hardState.term() ? hardState.vote() : null;
    draft.commit = Math.max(hardState.commit(), log.snapshot().index());
    draft.applied = log.snapshot().index();
    draft.chance = random.nextLong();
    RoleRule.reset(draft, draft.term);
    return new RaftState(draft);
  }

  public RaftSettings settings() {
    return settings;
  }

  public NodeId self() {
    return self;
  }

  public Role role() {
    return role;
  }

  public long term() {
    return term;
  }

  /** Whom the member voted for in this term. */
  public @Nullable NodeId vote() {
    return vote;
  }

  /** Whom the member believes to lead in this term. */
  public @Nullable NodeId leader() {
    return leader;
  }

  public boolean hasLeader() {
    return leader != null;
  }

  public boolean isLeader() {
    return role == Role.LEADER;
  }

  public long commit() {
    return commit;
  }

  /** As far as {@link RaftInput.Applied} said. */
  public long applied() {
    return applied;
  }

  public RaftLog log() {
    return log;
  }

  public long lastIndex() {
    return log.lastIndex();
  }

  public Configuration configuration() {
    return configuration;
  }

  /** The target of the transfer underway on this leader. */
  public @Nullable NodeId transferTarget() {
    return transferTarget;
  }

  /** Ticks since the member last heard a leader, or on a leader since the last quorum check. */
  public int electionElapsed() {
    return electionElapsed;
  }

  /** The timeout drawn for now, in ticks. */
  public int electionTimeout() {
    return electionTimeout;
  }

  /** What a leader knows of each member's log, itself included; without meaning elsewhere. */
  public List<Progress> progress() {
    return List.of(peers);
  }

  /** What a leader knows of one member's log, null for a stranger. */
  public @Nullable Progress progress(NodeId member) {
    int peer = find(peers, member);
    return peer < 0 ? null : peers[peer];
  }

  public HardState hardState() {
    return new HardState(term, vote, commit);
  }

  /** Committed entries that {@link RaftInput.Applied} has not covered yet. */
  public EntryList unapplied() {
    return log.slice(Math.max(applied + 1, log.firstIndex()), commit);
  }

  /** A snapshot of everything applied so far. */
  public Snapshot snapshotOf(Snapshot.Image image) {
    return new Snapshot(applied, log.termAt(applied), configuration, image);
  }

  static int find(Progress[] peers, NodeId member) {
    for (int i = 0; i < peers.length; i++) {
      if (peers[i].member().index() == member.index()) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return self
        + " "
        + role.label()
        + " term "
        + term
        + " log ["
        + log.firstIndex()
        + ", "
        + log.lastIndex()
        + "] commit "
        + commit;
  }
}
