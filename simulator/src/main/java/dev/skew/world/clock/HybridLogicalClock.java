package dev.skew.world.clock;

/**
 * A clock that keeps to causality and stays near physical time (Kulkarni et al. 2014, figure 5).
 *
 * <p>Never goes back, whatever the wall clock does: after a step back the logical part counts on
 * until the wall clock has caught up. Timestamps too far ahead of the own wall clock are refused,
 * as CockroachDB does with its maximum offset, so that one mad clock cannot drag all others with
 * it.
 */
public final class HybridLogicalClock {

  private final long maxAheadNanos;

  // The newest timestamp given out or taken in.
  private long lastWallNanos;
  private int lastLogical;

  private long refusedCount;

  /**
   * @param maxAheadNanos how far ahead of the own wall clock a received timestamp may be
   */
  public HybridLogicalClock(long maxAheadNanos) {
    if (maxAheadNanos < 0) {
      throw new IllegalArgumentException(
          "the bound on received timestamps must not be negative, got " + maxAheadNanos + " ns");
    }
    this.maxAheadNanos = maxAheadNanos;
  }

  /** The timestamp of a local event, or of a message about to be sent. */
  public HybridTimestamp tick(long wallNanos) {
    if (wallNanos > lastWallNanos) {
      lastWallNanos = wallNanos;
      lastLogical = 0;
    } else {
      lastLogical++;
    }
    return last();
  }

  /**
   * Takes in the timestamp of a received message.
   *
   * @return false when it was too far ahead and was not taken in
   */
  public boolean receive(long wallNanos, HybridTimestamp remote) {
    if (remote.wallNanos() - wallNanos > maxAheadNanos) {
      refusedCount++;
      return false;
    }
    long wall = Math.max(wallNanos, Math.max(lastWallNanos, remote.wallNanos()));
    int logical = -1;
    if (wall == lastWallNanos) {
      logical = lastLogical;
    }
    if (wall == remote.wallNanos()) {
      logical = Math.max(logical, remote.logical());
    }
    lastWallNanos = wall;
    lastLogical = logical + 1;
    return true;
  }

  /** The newest timestamp given out or taken in. */
  public HybridTimestamp last() {
    return new HybridTimestamp(lastWallNanos, lastLogical);
  }

  /** How many received timestamps were refused for being too far ahead. */
  public long refusedCount() {
    return refusedCount;
  }
}
