package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.world.clock.HybridTimestamp;
import java.util.List;
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
    long time = Hashing.combine(stamp.wallNanos(), stamp.logical());
    this.hash = Hashing.combine(time, value == null ? 0 : Hashing.of(value));
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
