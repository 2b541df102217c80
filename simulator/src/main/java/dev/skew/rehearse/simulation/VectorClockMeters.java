package dev.skew.rehearse.simulation;

import dev.skew.world.clock.VectorClock;
import dev.skew.world.quorum.KeyedRow;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures of the vector clocks of nodes: of each, what it knows of every node's events, as the
 * rows that it holds tell.
 */
final class VectorClockMeters {

  /** By how much an entry may grow in a second: what the playbook's inspector calls a jump. */
  static final long JUMP = 1_000;

  private VectorClockMeters() {}

  /** Most events of a node that another one lacks, of the keys that it keeps. */
  static Meter gaps(StoreObservation store) {
    return new Meter() {
      private long widest;

      @Override
      public void onSample(long atNanos) {
        Map<String, VectorClock> known = new HashMap<>(); // looked up only
        for (NodeId member : store.members()) {
          clocks(store, member)
              .forEach((key, clock) -> known.merge(key, clock, VectorClock::merge));
        }
        for (NodeId member : store.members()) {
          VectorClock own = VectorClock.EMPTY;
          VectorClock all = VectorClock.EMPTY;
          for (Map.Entry<String, VectorClock> each : clocks(store, member).entrySet()) {
            own = own.merge(each.getValue());
            all = all.merge(known.getOrDefault(each.getKey(), VectorClock.EMPTY));
          }
          widest = Math.max(widest, lacking(own, all));
        }
      }

      @Override
      public double value(long atNanos) {
        return widest;
      }
    };
  }

  /** Times that an entry grew by more than {@link #JUMP} from one second to the next. */
  static Meter jumps(StoreObservation store) {
    return new Meter() {
      private final Map<NodeId, VectorClock> before = new TreeMap<>();
      private long jumps;

      @Override
      public void onSample(long atNanos) {
        for (NodeId member : store.members()) {
          VectorClock now = VectorClock.EMPTY;
          for (VectorClock clock : clocks(store, member).values()) {
            now = now.merge(clock);
          }
          VectorClock then = before.put(member, now);
          for (int i = 0; then != null && i < now.size(); i++) {
            jumps += now.counterAt(i) - then.get(now.actorAt(i)) > JUMP ? 1 : 0;
          }
        }
      }

      @Override
      public double value(long atNanos) {
        return jumps;
      }
    };
  }

  private static long lacking(VectorClock own, VectorClock all) {
    long most = 0;
    for (int i = 0; i < all.size(); i++) {
      most = Math.max(most, all.counterAt(i) - own.get(all.actorAt(i)));
    }
    return most;
  }

  /** The causal contexts of a node's rows; none of a node that is down. */
  private static Map<String, VectorClock> clocks(StoreObservation store, NodeId member) {
    Map<String, VectorClock> clocks = new TreeMap<>();
    StoreNode node = store.node(member);
    if (node != null) {
      for (KeyedRow keyed : node.rows()) {
        VectorClock clock = keyed.row().clock();
        if (!clock.isEmpty()) {
          clocks.put(keyed.key(), clock);
        }
      }
    }
    return clocks;
  }
}
