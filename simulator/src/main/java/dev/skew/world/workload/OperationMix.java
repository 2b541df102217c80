package dev.skew.world.workload;

import dev.skew.world.kv.Consistency;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What share of the operations is of which kind, as weights that need not add up to one.
 *
 * @param reads weight of the reads at each consistency
 * @param writes weight of blind writes
 * @param compareAndSets weight of writes that expect the value that the client saw last
 * @param deletes weight of removals
 * @param transactions weight of writes of two different keys at once
 */
public record OperationMix(
    Map<Consistency, Double> reads,
    double writes,
    double compareAndSets,
    double deletes,
    double transactions) {

  public OperationMix {
    EnumMap<Consistency, Double> ordered = new EnumMap<>(Consistency.class);
    ordered.putAll(reads);
    reads = Collections.unmodifiableMap(ordered);
    double sum = writes + compareAndSets + deletes + transactions;
    boolean negative = writes < 0 || compareAndSets < 0 || deletes < 0 || transactions < 0;
    for (double weight : reads.values()) {
      sum += weight;
      negative |= weight < 0;
    }
    if (negative || !(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights of a mix must not be negative and one must be positive");
    }
  }

  /** Reads at one consistency and blind writes, nothing else. */
  public static OperationMix readsAndWrites(Consistency consistency, double readShare) {
    return new OperationMix(Map.of(consistency, readShare), 1 - readShare, 0, 0, 0);
  }
}
