package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;
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

  /** Time with more than one version, summed up, in seconds. */
  static Meter mismatchTime(StoreObservation store) {
    return new Meter() {
      private boolean mismatched;
      private long sinceNanos;
      private long totalNanos;

      @Override
      public void begin(long atNanos) {
        look(atNanos);
      }

      @Override
      public Interest interest() {
        return Interest.ALL_BUT_DELIVERIES;
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
