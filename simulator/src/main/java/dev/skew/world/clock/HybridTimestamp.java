package dev.skew.world.clock;

/**
 * A hybrid logical timestamp (Kulkarni et al. 2014, section 3).
 *
 * @param wallNanos the largest physical time heard of, in nanoseconds since the Unix epoch
 * @param logical counts events that share it
 */
public record HybridTimestamp(long wallNanos, int logical) implements Comparable<HybridTimestamp> {

  public static final HybridTimestamp ZERO = new HybridTimestamp(0, 0);

  public HybridTimestamp {
    if (logical < 0) {
      throw new IllegalArgumentException("logical part must not be negative, got " + logical);
    }
  }

  @Override
  public int compareTo(HybridTimestamp other) {
    int byWall = Long.compare(wallNanos, other.wallNanos);
    return byWall != 0 ? byWall : Integer.compare(logical, other.logical);
  }

  /** As {@code 1700000000000000000.3}. */
  @Override
  public String toString() {
    return wallNanos + "." + logical;
  }
}
