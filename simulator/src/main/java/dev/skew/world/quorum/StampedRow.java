package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.quorum.Claim.WriteId;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A row whose newest version is all there is: last write wins. Ties go to the deletion, then to the
 * greater value, as in Cassandra, so that all replicas choose alike.
 */
final class StampedRow implements Row {

  private static final int OVERHEAD_BYTES = 32;

  private final HybridTimestamp stamp;
  private final int writer;
  private final @Nullable String value;
  private final int valueBytes;
  private final boolean isCommitWaited;
  private final boolean isHearsay;
  private final long hash;

  /**
   * @param value null for a deletion
   */
  StampedRow(HybridTimestamp stamp, Origin origin, @Nullable String value, int valueBytes) {
    this.stamp = stamp;
    this.writer = origin.writer;
    this.isCommitWaited = origin.isCommitWaited;
    this.value = value;
    this.valueBytes = valueBytes;
    this.isHearsay = false;
    long time = Hashing.combine(stamp.wallNanos(), stamp.logical());
    this.hash = Hashing.combine(time, value == null ? 0 : Hashing.of(value));
  }

  private StampedRow(StampedRow original, boolean isHearsay) {
    this.stamp = original.stamp;
    this.writer = original.writer;
    this.isCommitWaited = original.isCommitWaited;
    this.value = original.value;
    this.valueBytes = original.valueBytes;
    this.hash = original.hash;
    this.isHearsay = isHearsay;
  }

  /**
   * Where a version comes from.
   *
   * @param writer index of the coordinator
   * @param isCommitWaited whether its timestamp was waited for before it was sent
   */
  record Origin(int writer, boolean isCommitWaited) {}

  boolean isCommitWaited() {
    return isCommitWaited;
  }

  HybridTimestamp stamp() {
    return stamp;
  }

  @Override
  public Row merge(Row other) {
    check(other instanceof StampedRow, "a stamped row met a %s", other.getClass());
    return compareTo((StampedRow) other) >= 0 ? this : other;
  }

  private int compareTo(StampedRow other) {
    int byStamp = stamp.compareTo(other.stamp);
    if (byStamp != 0) {
      return byStamp;
    }
    if (value == null || other.value == null) {
      return Boolean.compare(value == null, other.value == null);
    }
    return value.compareTo(other.value);
  }

  private WriteId write() {
    return new WriteId(stamp.wallNanos(), stamp.logical(), writer);
  }

  @Override
  public List<Claim> claims() {
    return List.of(new Claim(write(), value, isHearsay));
  }

  @Override
  public boolean contradicts(Row other) {
    return other instanceof StampedRow that
        && writer == that.writer
        && stamp.equals(that.stamp)
        && !Objects.equals(value, that.value);
  }

  @Override
  public Row amendedBy(Row other, boolean isHearsayOnly) {
    return (isHearsay || !isHearsayOnly) && contradicts(other) ? other : this;
  }

  @Override
  public Row vouched(Predicate<WriteId> hearsay) {
    boolean now = hearsay.test(write());
    return now == isHearsay ? this : new StampedRow(this, now);
  }

  @Override
  public Row forged(UnaryOperator<String> change) {
    return value == null
        ? this
        : new StampedRow(
            stamp, new Origin(writer, isCommitWaited), change.apply(value), valueBytes);
  }

  @Override
  public List<String> values() {
    return value == null ? List.of() : List.of(value);
  }

  @Override
  public int versionCount() {
    return 1;
  }

  @Override
  public List<Integer> writers() {
    return List.of(writer);
  }

  @Override
  public boolean isTombstone() {
    return value == null;
  }

  @Override
  public long changedAtNanos() {
    return stamp.wallNanos();
  }

  @Override
  public long hash() {
    return hash;
  }

  @Override
  public int sizeBytes() {
    return OVERHEAD_BYTES + (value == null ? 0 : valueBytes);
  }

  @Override
  public String toString() {
    return stamp + "=" + value;
  }
}
