package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.world.clock.VectorClock;
import dev.skew.world.quorum.Claim.WriteId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A row that merges by itself: a counter that goes up and down (two grow-only counters, one count
 * per actor) and an add-wins set (Shapiro et al. 2011, specifications 7 and 15; the set without
 * tombstones, Bieniusa et al. 2012).
 *
 * @param up what each actor has added
 * @param down what each actor has taken off
 * @param set the elements
 */
record CrdtRow(VectorClock up, VectorClock down, SiblingRow set, long hash) implements Row {

  static final CrdtRow EMPTY = of(VectorClock.EMPTY, VectorClock.EMPTY, SiblingRow.EMPTY);

  private static final int OVERHEAD_BYTES = 8;
  private static final int ENTRY_BYTES = 12;

  /** A count per actor that only grows, merged by maximum, is a vector clock by another name. */
  static CrdtRow of(VectorClock up, VectorClock down, SiblingRow set) {
    long digest = Hashing.combine(digest(up, set.hash()), digest(down, 1));
    return new CrdtRow(up, down, set, digest);
  }

  private static long digest(VectorClock counts, long start) {
    long digest = start;
    for (int i = 0; i < counts.size(); i++) {
      digest = Hashing.combine(digest, counts.actorAt(i));
      digest = Hashing.combine(digest, counts.counterAt(i));
    }
    return digest;
  }

  CrdtRow plus(int actor, long amount) {
    return amount >= 0
        ? of(up.with(actor, up.get(actor) + amount), down, set)
        : of(up, down.with(actor, down.get(actor) - amount), set);
  }

  CrdtRow withSet(SiblingRow other) {
    return of(up, down, other);
  }

  boolean isCounter() {
    return !up.isEmpty() || !down.isEmpty();
  }

  long count() {
    return sum(up) - sum(down);
  }

  private static long sum(VectorClock counts) {
    long sum = 0;
    for (int i = 0; i < counts.size(); i++) {
      sum += counts.counterAt(i);
    }
    return sum;
  }

  @Override
  public Row merge(Row other) {
    check(other instanceof CrdtRow, "a row that merges by itself met a %s", other.getClass());
    CrdtRow that = (CrdtRow) other;
    CrdtRow merged = of(up.merge(that.up), down.merge(that.down), set.merge(that.set));
    if (merged.hash == hash) {
      return this;
    }
    return merged.hash == that.hash ? that : merged;
  }

  @Override
  public List<Claim> claims() {
    return set.claims();
  }

  /** Counts say nothing of single writes: only elements are compared. */
  @Override
  public boolean contradicts(Row other) {
    return other instanceof CrdtRow that && set.contradicts(that.set);
  }

  @Override
  public CrdtRow amendedBy(Row other, boolean isHearsayOnly) {
    return other instanceof CrdtRow that ? with(set.amendedBy(that.set, isHearsayOnly)) : this;
  }

  @Override
  public CrdtRow vouched(Predicate<WriteId> isHearsay) {
    return with(set.vouched(isHearsay));
  }

  @Override
  public CrdtRow forged(UnaryOperator<String> change) {
    return with(set.forged(change));
  }

  private CrdtRow with(SiblingRow other) {
    return other == set ? this : of(up, down, other);
  }

  /** The count first, where there is one, then the elements in order. */
  @Override
  public List<String> values() {
    List<String> elements = set.elements();
    if (!isCounter()) {
      return elements;
    }
    List<String> all = new ArrayList<>(elements.size() + 1);
    all.add(Long.toString(count()));
    all.addAll(elements);
    return all;
  }

  @Override
  public int versionCount() {
    return 1;
  }

  @Override
  public List<Integer> writers() {
    return set.writers();
  }

  @Override
  public boolean isTombstone() {
    return !isCounter() && set.isTombstone();
  }

  @Override
  public long changedAtNanos() {
    return set.changedAtNanos();
  }

  @Override
  public int sizeBytes() {
    return OVERHEAD_BYTES + ENTRY_BYTES * (up.size() + down.size()) + set.sizeBytes();
  }
}
