package dev.skew.world.clock;

import java.util.Arrays;

/**
 * What a perfect clock would show: UTC as Unix time counts it, shared by every node of a sandbox.
 *
 * <p>Unix time has no room for a leap second: at an inserted one it falls back by a second, so that
 * 23:59:59 passes twice. That is the truth which offsets are measured against.
 */
public final class WallTime {

  private static final long SECOND = 1_000_000_000L;

  private final long epochNanos;
  private long[] leapInstants = {};

  /**
   * @param epochNanos nanoseconds since the Unix epoch when virtual time is 0
   */
  public WallTime(long epochNanos) {
    this.epochNanos = epochNanos;
  }

  /** Nanoseconds since the Unix epoch at a virtual instant. */
  public long nanosAt(long virtualNanos) {
    long nanos = epochNanos + virtualNanos;
    for (long leap : leapInstants) {
      if (virtualNanos >= leap) {
        nanos -= SECOND;
      }
    }
    return nanos;
  }

  /** The same without leap seconds: virtual time moved to the scenario's date. */
  long linearNanosAt(long virtualNanos) {
    return epochNanos + virtualNanos;
  }

  /** Inserts a leap second, 23:59:60, that begins at the virtual instant. */
  public void insertLeapSecond(long virtualNanos) {
    long[] more = Arrays.copyOf(leapInstants, leapInstants.length + 1);
    more[leapInstants.length] = virtualNanos;
    Arrays.sort(more);
    leapInstants = more;
  }
}
