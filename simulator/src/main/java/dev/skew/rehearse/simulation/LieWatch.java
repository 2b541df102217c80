package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.node.VoteEvent;
import dev.skew.world.quorum.StoreEvent.Accused;
import dev.skew.world.quorum.StoreEvent.ContradictionFound;
import dev.skew.world.quorum.StoreEvent.LieTold;
import dev.skew.world.quorum.StoreEvent.QuarantineDecided;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Follows who lied, who was accused of it, and how long it took to be rid of whom. */
final class LieWatch {

  private final Set<NodeId> liars = new HashSet<>(); // never iterated
  private final Map<NodeId, Long> seenNanos = new LinkedHashMap<>();
  private final Map<NodeId, Long> quarantineNanos = new HashMap<>(); // never iterated
  private final Set<NodeId> quarantined = new HashSet<>(); // never iterated
  private long accusations;
  private long falseAccusations;

  void onTrace(long atNanos, TraceEvent event) {
    if (event instanceof LieTold lie) {
      liars.add(lie.node());
    } else if (event instanceof ContradictionFound found) {
      found.peers().forEach(peer -> onSeen(atNanos, peer));
    } else if (event instanceof Accused accused) {
      onAccused(atNanos, accused.peer());
    } else if (event instanceof QuarantineDecided decided) {
      onDecided(atNanos, decided);
    } else if (event instanceof VoteEvent vote) {
      onVote(atNanos, vote);
    }
  }

  /** Members of the consensus group have one way to lie, and one to be rid of who does. */
  private void onVote(long atNanos, VoteEvent event) {
    if (event instanceof VoteEvent.LieTold lie) {
      liars.add(lie.node());
    } else if (event instanceof VoteEvent.Accused accused) {
      onAccused(atNanos, accused.proof().voter());
    } else if (event instanceof VoteEvent.Expelled expelled) {
      quarantined.add(expelled.peer());
      quarantineNanos.putIfAbsent(expelled.peer(), atNanos);
    }
  }

  /** Proof counts as seeing the lie: a false digest contradicts nobody but its own message. */
  private void onAccused(long atNanos, NodeId peer) {
    onSeen(atNanos, peer);
    accusations++;
    falseAccusations += liars.contains(peer) ? 0 : 1;
  }

  private void onSeen(long atNanos, NodeId peer) {
    if (liars.contains(peer)) {
      seenNanos.putIfAbsent(peer, atNanos);
    }
  }

  private void onDecided(long atNanos, QuarantineDecided decided) {
    if (decided.isLifted()) {
      quarantined.remove(decided.peer());
    } else {
      quarantined.add(decided.peer());
      quarantineNanos.putIfAbsent(decided.peer(), atNanos);
    }
  }

  long accusations() {
    return accusations;
  }

  /** Accusations of nodes that had told no lie so far. */
  long falseAccusations() {
    return falseAccusations;
  }

  int quarantined() {
    return quarantined.size();
  }

  /**
   * The longest time from when a lie of a node was first seen, as answers that contradict each
   * other or as proof, to its quarantine, in seconds; infinite while a liar that was seen is not in
   * quarantine.
   */
  double quarantineSeconds() {
    double longest = 0;
    for (Map.Entry<NodeId, Long> seen : seenNanos.entrySet()) {
      Long end = quarantineNanos.get(seen.getKey());
      double seconds =
          end == null
              ? Double.POSITIVE_INFINITY
              : Math.max(0, (double) (end - seen.getValue()) / SimTime.SECOND);
      longest = Math.max(longest, seconds);
    }
    return longest;
  }
}
