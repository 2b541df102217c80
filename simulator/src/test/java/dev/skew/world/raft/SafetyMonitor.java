package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Judges every step of every member from outside (paper, figure 3), and reads. */
final class SafetyMonitor {

  /** What an entry is, and what stands before it. */
  private record Identity(long fingerprint, long previousTerm) {}

  private record Decided(long term, long fingerprint) {}

  private final Map<Long, NodeId> leaders = new TreeMap<>();
  private final Map<Long, Map<Long, Identity>> entries = new TreeMap<>();
  private final Map<Long, Decided> committed = new TreeMap<>();
  private final Map<Long, Long> readsFrom = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long highestCommit;

  List<String> violations() {
    return violations;
  }

  long highestCommit() {
    return highestCommit;
  }

  /** A read begins: it must not be served from before what is committed now. */
  void onReadAsked(long context) {
    readsFrom.put(context, highestCommit);
  }

  void onStep(RaftState before, RaftStep step) {
    RaftState after = step.state();
    if (after.commit() < before.commit()) {
      violations.add(after.self() + "'s commit index fell to " + after.commit());
    }
    for (RaftEffect effect : step.effects()) {
      if (effect instanceof RaftEffect.ReadReady read) {
        onReadReady(after, read);
      } else if (effect instanceof RaftEffect.Panic panic) {
        violations.add(after.self() + " panicked: " + panic.reason());
      }
    }
    if (after.isLeader() && !before.isLeader()) {
      onElected(after);
    }
  }

  private void onElected(RaftState leader) {
    NodeId other = leaders.putIfAbsent(leader.term(), leader.self());
    if (other != null && !other.equals(leader.self())) {
      violations.add(
          "two leaders in term " + leader.term() + ": " + other + " and " + leader.self());
    }
    committed.forEach(
        (index, decided) -> {
          boolean visible = index >= leader.log().firstIndex();
          if (visible && leader.log().termAt(index) != decided.term()) {
            violations.add("leader " + leader + " lacks committed entry " + index);
          }
        });
  }

  /**
   * Entries became durable on some member; what never does, nobody relies on. By induction over the
   * entry before each this is log matching.
   */
  void onWritten(EntryList written, long termBefore) {
    long previousTerm = termBefore;
    for (Entry entry : written) {
      Identity identity = new Identity(entry.payload().fingerprint(), previousTerm);
      Identity known =
          entries
              .computeIfAbsent(entry.term(), term -> new TreeMap<>())
              .putIfAbsent(entry.index(), identity);
      if (known != null && !known.equals(identity)) {
        violations.add(
            "two entries at index "
                + entry.index()
                + " in term "
                + entry.term()
                + ": "
                + known
                + " and "
                + identity);
      }
      previousTerm = entry.term();
    }
  }

  /** An entry is given to a state machine: what was acknowledged and must never change. */
  void onCommitted(RaftState state, Entry entry) {
    Decided decided = new Decided(entry.term(), entry.payload().fingerprint());
    Decided known = committed.putIfAbsent(entry.index(), decided);
    if (known != null && !known.equals(decided)) {
      violations.add(
          state.self() + " commits " + decided + " at " + entry.index() + ", others " + known);
    }
    highestCommit = Math.max(highestCommit, entry.index());
  }

  private void onReadReady(RaftState state, RaftEffect.ReadReady read) {
    Long from = readsFrom.get(read.context());
    if (from != null && read.index() < from) {
      violations.add(
          "stale read on "
              + state.self()
              + ": served from "
              + read.index()
              + ", but "
              + from
              + " was committed before it began");
    }
  }
}
