package dev.skew.world.check;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.Consistency;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a suite checks, and how hard it tries.
 *
 * @param kinds the checks that are made
 * @param strongReads reads at these levels are promised to reflect every acknowledged write
 * @param linearizabilityBudget how many configurations one answer may explore; beyond it the key is
 *     undecided
 * @param convergenceBoundNanos how long after a heal replicas may still differ
 * @param convergenceGraceNanos how long after the last write to a key its replicas may still differ
 */
public record CheckOptions(
    Set<CheckKind> kinds,
    Set<Consistency> strongReads,
    int linearizabilityBudget,
    long convergenceBoundNanos,
    long convergenceGraceNanos) {

  public static final int DEFAULT_BUDGET = 20_000;

  public CheckOptions {
    kinds = Collections.unmodifiableSet(copy(kinds, CheckKind.class));
    strongReads = Collections.unmodifiableSet(copy(strongReads, Consistency.class));
    if (linearizabilityBudget < 1) {
      throw new IllegalArgumentException(
          "linearizability budget must be positive, got " + linearizabilityBudget);
    }
  }

  /** Everything, for a consensus store: linearizable reads are promised to be so. */
  public static CheckOptions forConsensus() {
    return new CheckOptions(
        EnumSet.allOf(CheckKind.class),
        EnumSet.of(Consistency.LINEARIZABLE),
        DEFAULT_BUDGET,
        30 * SimTime.SECOND,
        2 * SimTime.SECOND);
  }

  /** Everything that a quorum store has a chance to keep: no linearizability, no consensus. */
  public static CheckOptions forQuorumStore() {
    return new CheckOptions(
        EnumSet.range(CheckKind.LOST_WRITES, CheckKind.CONVERGENCE),
        EnumSet.of(Consistency.LINEARIZABLE, Consistency.QUORUM, Consistency.ALL),
        DEFAULT_BUDGET,
        5 * SimTime.MINUTE,
        5 * SimTime.SECOND);
  }

  /**
   * Everything that asynchronous replicas have a chance to keep; what is on the primary at the end
   * counts as there.
   */
  public static CheckOptions forReplicas() {
    return new CheckOptions(
        EnumSet.range(CheckKind.LOST_WRITES, CheckKind.CAUSALITY),
        EnumSet.of(Consistency.LINEARIZABLE),
        DEFAULT_BUDGET,
        0,
        0);
  }

  /** Whether the store promises to look as if there were one copy of each key. */
  boolean isRegister() {
    return includes(CheckKind.LINEARIZABILITY);
  }

  public boolean includes(CheckKind kind) {
    return kinds.contains(kind);
  }

  private static <E extends Enum<E>> EnumSet<E> copy(Set<E> set, Class<E> type) {
    EnumSet<E> copy = EnumSet.noneOf(type);
    copy.addAll(set);
    return copy;
  }
}
