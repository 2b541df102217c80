package dev.skew.world.raft;

import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members, logs and inputs that tests speak of. */
final class Fixtures {

  static final NodeId N1 = new NodeId(0, "n1");
  static final NodeId N2 = new NodeId(1, "n2");
  static final NodeId N3 = new NodeId(2, "n3");
  static final NodeId N4 = new NodeId(3, "n4");
  static final NodeId N5 = new NodeId(4, "n5");
  static final List<NodeId> ALL = List.of(N1, N2, N3, N4, N5);
  static final List<NodeId> THREE = List.of(N1, N2, N3);

  private Fixtures() {}

  /** A command that is nothing but its text. */
  record Text(String text) implements Command {

    @Override
    public int sizeBytes() {
      return text.length();
    }

    @Override
    public long fingerprint() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** An image that is as large as its text. */
  record TextImage(String text) implements Snapshot.Image {

    @Override
    public long sizeBytes() {
      return text.length();
    }
  }

  static NodeId node(int index) {
    return new NodeId(index, "n" + (index + 1));
  }

  static List<NodeId> nodes(int count) {
    List<NodeId> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(node(i));
    }
    return nodes;
  }

  /** A log from index 1 whose entries have these terms. */
  static RaftLog logOf(List<NodeId> voters, long... terms) {
    return RaftLog.of(startOf(Configuration.ofVoters(voters)), entriesFrom(1, terms));
  }

  /** A snapshot at index 0, so that tests count entries from 1. */
  static Snapshot startOf(Configuration configuration) {
    return new Snapshot(0, 0, configuration, new Snapshot.EmptyImage());
  }

  static EntryList entriesFrom(long first, long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      entries.add(new Entry(terms[i], first + i, new Text("t" + terms[i] + "i" + (first + i))));
    }
    return EntryList.of(entries);
  }

  /** n1 of three, as it comes up with a log of these terms. */
  static RaftState follower(long term, long... terms) {
    return follower(RaftSettings.ETCD, THREE, new HardState(term, null, 0), terms);
  }

  static RaftState follower(
      RaftSettings settings, List<NodeId> voters, HardState hardState, long... terms) {
    return RaftState.recover(
        settings, N1, hardState, logOf(voters, terms), new Seed(7).fork("raft", "n1").random());
  }

  /** n1 of these voters, in the middle of a campaign in {@code term}. */
  static RaftState candidate(long term, List<NodeId> voters, long... terms) {
    HardState hardState = new HardState(term - 1, null, 0);
    return RaftCore.step(
            follower(RaftSettings.ETCD, voters, hardState, terms), new RaftInput.Campaign())
        .state();
  }

  /** n1 of these voters, just elected in {@code term} by all of them. */
  static RaftState leader(long term, List<NodeId> voters, long... terms) {
    return elected(candidate(term, voters, terms));
  }

  /** A candidate that got every vote. */
  static RaftState elected(RaftState candidate) {
    RaftState state = candidate;
    for (NodeId voter : candidate.configuration().voters()) {
      if (!voter.equals(candidate.self()) && !state.isLeader()) {
        state = receive(state, voter, new RaftMessage.VoteResponse(state.term(), true)).state();
      }
    }
    return state;
  }

  static RaftStep receive(RaftState state, NodeId from, RaftMessage message) {
    return RaftCore.step(state, new RaftInput.Receive(from, message));
  }

  static RaftStep propose(RaftState state, String text) {
    return RaftCore.step(state, RaftInput.Propose.of(new Text(text)));
  }

  /** The state after some ticks, whatever they caused. */
  static RaftState ticked(RaftState state, int ticks) {
    RaftState next = state;
    for (int i = 0; i < ticks; i++) {
      next = RaftCore.step(next, RaftInput.Tick.INSTANCE).state();
    }
    return next;
  }

  /** A follower that just heard a leader in its own term. */
  static RaftState led(RaftState state, NodeId leader) {
    return receive(state, leader, new RaftMessage.Heartbeat(state.term(), 0, 0, 0)).state();
  }

  static RaftMessage.AppendEntries append(
      RaftState from, long previousIndex, long previousTerm, long commit, long... terms) {
    return new RaftMessage.AppendEntries(
        from.term(), previousIndex, previousTerm, commit, entriesFrom(previousIndex + 1, terms));
  }

  static RaftMessage.AppendResponse accepted(RaftState leader, long index) {
    return RaftMessage.AppendResponse.accepted(leader.term(), index);
  }

  /** The effects of one type, in order. */
  static <T extends RaftEffect> List<T> all(Class<T> type, RaftStep step) {
    List<T> found = new ArrayList<>();
    for (RaftEffect effect : step.effects()) {
      if (type.isInstance(effect)) {
        found.add(type.cast(effect));
      }
    }
    return found;
  }

  /** The messages of a step, whoever they go to. */
  static List<RaftMessage> sent(RaftStep step) {
    List<RaftMessage> messages = new ArrayList<>();
    for (RaftEffect.Send send : all(RaftEffect.Send.class, step)) {
      messages.add(send.message());
    }
    return messages;
  }

  static List<RaftMessage> sentTo(NodeId to, RaftStep step) {
    List<RaftMessage> messages = new ArrayList<>();
    for (RaftEffect.Send send : all(RaftEffect.Send.class, step)) {
      if (send.to().equals(to)) {
        messages.add(send.message());
      }
    }
    return messages;
  }

  static RaftEffect.@Nullable Persist persisted(RaftStep step) {
    List<RaftEffect.Persist> writes = all(RaftEffect.Persist.class, step);
    return writes.isEmpty() ? null : writes.get(0);
  }

  static Progress progress(RaftState state, NodeId member) {
    Progress progress = state.progress(member);
    if (progress == null) {
      throw new AssertionError(member + " is a stranger to " + state);
    }
    return progress;
  }

  static List<Long> terms(RaftLog log) {
    List<Long> terms = new ArrayList<>();
    for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
      terms.add(log.termAt(index));
    }
    return terms;
  }
}
