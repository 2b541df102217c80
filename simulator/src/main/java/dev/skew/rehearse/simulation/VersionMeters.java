package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.fault.DeployFault;
import dev.skew.world.fault.FaultEvent;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.quorum.StoreCounters;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Measures of which versions run beside each other. */
final class VersionMeters {

  private VersionMeters() {}

  /** How many versions running stores have. */
  static int versions(StoreObservation store) {
    TreeSet<Version> versions = new TreeSet<>();
    for (NodeId member : store.members()) {
      store.version(member).ifPresent(versions::add);
    }
    return versions.size();
  }

  /** From the last deploy on until all are up with one version, in seconds; infinite until then. */
  static Meter convergenceTime(StoreObservation store) {
    return new Meter.OfRecords() {
      private static final long NOT_YET = -1;

      private long begunNanos = NOT_YET;
      private long convergedNanos = NOT_YET;

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof FaultEvent.Injected injected
            && injected.command().fault() instanceof DeployFault) {
          begunNanos = atNanos;
          convergedNanos = NOT_YET;
        } else if (event instanceof MachineChanged && begunNanos != NOT_YET) {
          boolean isOne = versions(store) == 1 && store.isWholeUp();
          convergedNanos = !isOne ? NOT_YET : convergedNanos == NOT_YET ? atNanos : convergedNanos;
        }
      }

      @Override
      public double value(long atNanos) {
        if (begunNanos == NOT_YET) {
          return 0;
        }
        return convergedNanos == NOT_YET
            ? Double.POSITIVE_INFINITY
            : (double) (convergedNanos - begunNanos) / SimTime.SECOND;
      }
    };
  }

  /** What the nodes count, looked at each second: what one counts in its last second is missed. */
  static Meter needlessRows(StoreObservation store) {
    return new Meter() {
      private final Map<NodeId, StoreCounters> lives = new HashMap<>(); // never iterated
      private final Map<NodeId, Long> last = new HashMap<>(); // never iterated
      private long rows;

      @Override
      public void begin(long atNanos) {
        look();
        rows = 0;
      }

      @Override
      public void onSample(long atNanos) {
        look();
      }

      private void look() {
        for (NodeId member : store.members()) {
          StoreNode node = store.node(member);
          if (node != null) {
            StoreCounters counters = node.counters();
            long now = counters.get(Counter.ROWS_NEEDLESS);
            Long before = last.put(member, now);
            boolean sameLife = lives.put(member, counters) == counters;
            rows += sameLife && before != null ? now - before : now;
          }
        }
      }

      @Override
      public double value(long atNanos) {
        look();
        return rows;
      }
    };
  }

  /** Time with more than one version, summed up, in seconds. */
  static Meter mismatchTime(StoreObservation store) {
    return new Meter.OfRecords() {
      private boolean mismatched;
      private long sinceNanos;
      private long totalNanos;

      @Override
      public void begin(long atNanos) {
        look(atNanos);
      }

      @Override
      public void onTrace(long atNanos, TraceEvent event) {
        if (event instanceof MachineChanged) {
          look(atNanos);
        }
      }

      private void look(long atNanos) {
        totalNanos += mismatched ? atNanos - sinceNanos : 0;
        sinceNanos = atNanos;
        mismatched = versions(store) > 1;
      }

      @Override
      public double value(long atNanos) {
        return (double) (totalNanos + (mismatched ? atNanos - sinceNanos : 0)) / SimTime.SECOND;
      }
    };
  }
}
