package dev.skew.world.raft;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A state while one step changes it, with the effects so far. Lives for one step only. */
final class Draft {

  private static final long NOTHING_APPENDED = Long.MAX_VALUE;

  final RaftSettings settings;
  final NodeId self;
  long term;
  @Nullable NodeId vote;
  RaftLog log;
  long commit;
  long applied;
  Role role;
  @Nullable NodeId leader;
  int electionElapsed;
  int heartbeatElapsed;
  int electionTimeout;
  long chance;
  long ticks;
  Configuration configuration;
  Progress[] peers;
  Votes votes;
  @Nullable NodeId transferTarget;
  long pendingChange;
  long snapshotDue;
  List<PendingRead> reads;
  List<PendingRead> postponedReads;

  private boolean peersAreOurs;
  private long firstAppended = NOTHING_APPENDED;
  private @Nullable Snapshot restored;
  private @Nullable String panic;
  private final List<RaftEffect> effects = new ArrayList<>(4);

  /** A state yet to be: a follower that knows only its log. */
  Draft(RaftSettings settings, NodeId self, RaftLog log) {
    this.settings = settings;
    this.self = self;
    this.log = log;
    this.role = Role.FOLLOWER;
    this.configuration = log.snapshot().configuration();
    this.peers = MembershipRule.strangers(configuration, log.lastIndex() + 1);
    this.votes = Votes.NONE;
    this.reads = List.of();
    this.postponedReads = List.of();
  }

  Draft(RaftState state) {
    this.settings = state.settings;
    this.self = state.self;
    this.term = state.term;
    this.vote = state.vote;
    this.log = state.log;
    this.commit = state.commit;
    this.applied = state.applied;
    this.role = state.role;
    this.leader = state.leader;
    this.electionElapsed = state.electionElapsed;
    this.heartbeatElapsed = state.heartbeatElapsed;
    this.electionTimeout = state.electionTimeout;
    this.chance = state.chance;
    this.ticks = state.ticks;
    this.configuration = state.configuration;
    this.peers = state.peers;
    this.votes = state.votes;
    this.transferTarget = state.transferTarget;
    this.pendingChange = state.pendingChange;
    this.snapshotDue = state.snapshotDue;
    this.reads = state.reads;
    this.postponedReads = state.postponedReads;
  }

  void emit(RaftEffect effect) {
    effects.add(effect);
  }

  void send(NodeId to, RaftMessage message) {
    effects.add(new RaftEffect.Send(to, message));
  }

  /** Ends the step: the member cannot go on. */
  void panic(String reason) {
    panic = reason;
  }

  /** Uniform in [0, bound). The stream is part of the state, so that a step is a function. */
  int draw(int bound) {
    RandomSource random = new Seed(chance).random();
    int drawn = random.nextInt(bound);
    chance = random.nextLong();
    return drawn;
  }

  boolean leads() {
    return role == Role.LEADER;
  }

  /** Position of a member in {@link #peers}, negative for a stranger. */
  int peer(NodeId member) {
    return RaftState.find(peers, member);
  }

  @SuppressWarnings("ReferenceEquality") // the same object means that nothing was changed
  void setPeer(int peer, Progress progress) {
    if (peers[peer] == progress) {
      return;
    }
    if (!peersAreOurs) {
      peers = peers.clone();
      peersAreOurs = true;
    }
    peers[peer] = progress;
  }

  void setPeers(Progress[] others) {
    peers = others;
    peersAreOurs = true;
  }

  void append(Payload payload) {
    long index = log.lastIndex() + 1;
    log = log.append(new Entry(term, index, payload));
    firstAppended = Math.min(firstAppended, index);
  }

  void replaceFrom(long index, EntryList entries) {
    log = log.replaceFrom(index, entries);
    firstAppended = Math.min(firstAppended, index);
  }

  void restore(Snapshot snapshot) {
    log = log.restoredFrom(snapshot);
    commit = snapshot.index();
    restored = snapshot;
    firstAppended = NOTHING_APPENDED;
  }

  /** Raises the commit index to one that the log holds. */
  void commitTo(long index) {
    if (index <= commit) {
      return;
    }
    if (index > log.lastIndex()) {
      panic("commit index " + index + " is beyond the last index " + log.lastIndex());
      return;
    }
    commit = index;
  }

  /** Ends the step that began from {@code old}; the draft ends with it, and so the effects stay. */
  RaftStep finish(RaftState old) {
    if (panic != null) {
      return new RaftStep(old, List.of(new RaftEffect.Panic(panic)));
    }
    if (commit < old.commit || term < old.term) { // so that nothing is boxed when it holds
      check(commit >= old.commit, "commit index fell from %d to %d", old.commit, commit);
      check(term >= old.term, "term fell from %d to %d", old.term, term);
    }
    noticeLeader(old);
    addDuties(old);
    return new RaftStep(new RaftState(this), effects);
  }

  private void noticeLeader(RaftState old) {
    NodeId known = leader;
    NodeId knew = old.leader;
    if (!Objects.equals(known, knew)) {
      effects.add(new RaftNotice.LeaderChanged(knew, known, term));
    }
  }

  private void addDuties(RaftState old) {
    Snapshot snapshot = restored;
    if (snapshot != null) {
      effects.add(0, new RaftEffect.RestoreSnapshot(snapshot));
    }
    addPersist(old);
    long committedBefore = snapshot == null ? old.commit : snapshot.index();
    if (commit > committedBefore) {
      effects.add(new RaftEffect.Commit(log.slice(committedBefore + 1, commit)));
    }
  }

  private void addPersist(RaftState old) {
    UnsafeOptions unsafe = settings.unsafe();
    boolean appended = firstAppended != NOTHING_APPENDED;
    boolean voted = term != old.term || !Objects.equals(vote, old.vote);
    boolean promised = appended || restored != null || (voted && !unsafe.volatileVotes());
    if (!promised && commit == old.commit) {
      return;
    }
    EntryList entries = appended ? log.slice(firstAppended, log.lastIndex()) : EntryList.EMPTY;
    HardState hardState =
        unsafe.volatileVotes()
            ? new HardState(log.lastTerm(), null, commit)
            : new HardState(term, vote, commit);
    effects.add(0, new RaftEffect.Persist(hardState, entries, promised && !unsafe.skipFsync()));
  }
}
