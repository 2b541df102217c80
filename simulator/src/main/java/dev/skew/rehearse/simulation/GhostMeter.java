package dev.skew.rehearse.simulation;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts writes that nobody acknowledged and that took effect all the same, as far as is seen. */
final class GhostMeter implements Meter {

  private final Cluster cluster;
  private final Map<String, String> keyOfUnacknowledged = new HashMap<>();
  private final Set<String> ghosts = new HashSet<>();

  GhostMeter(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    if (invocation.operation() instanceof Operation.Put put) {
      if (completion.outcome() == Outcome.UNKNOWN) {
        keyOfUnacknowledged.put(put.value(), put.key());
      }
    } else if (!keyOfUnacknowledged.isEmpty()) {
      for (String value : completion.values()) {
        if (keyOfUnacknowledged.remove(value) != null) {
          ghosts.add(value);
        }
      }
    }
  }

  @Override
  public double value(long atNanos) {
    long standing =
        keyOfUnacknowledged.entrySet().stream()
            .filter(entry -> cluster.holds(entry.getValue(), entry.getKey()))
            .count();
    return ghosts.size() + standing;
  }
}
