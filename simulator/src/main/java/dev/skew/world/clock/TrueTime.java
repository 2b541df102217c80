package dev.skew.world.clock;

/**
 * A clock that admits what it does not know (Corbett et al. 2012, section 3): the true time lies
 * within an interval whose half width ε grows with the assumed drift since the last
 * synchronisation.
 *
 * <p>Spanner assumes 200 ppm and takes a machine out that drifts more. The bound is a promise about
 * the oscillator, not a measurement: when the clock breaks it, the interval lies.
 */
public final class TrueTime {

  /** What Spanner assumes of an oscillator. */
  public static final long SPANNER_DRIFT_PPB = 200_000;

  private static final long PPB = 1_000_000_000L;

  private final NodeClock clock;
  private final long driftBoundPpb;
  private long errorNanos;
  private long syncedAtMonotonicNanos;

  /**
   * @param errorNanos bound on the clock's error at virtual time 0
   * @param driftBoundPpb assumed bound on its drift
   */
  public TrueTime(NodeClock clock, long errorNanos, long driftBoundPpb) {
    if (errorNanos < 0 || driftBoundPpb < 0 || driftBoundPpb >= PPB) {
      throw new IllegalArgumentException(
          "error must not be negative and drift must lie in [0, 10^9) ppb, got %d ns and %d ppb"
              .formatted(errorNanos, driftBoundPpb));
    }
    this.clock = clock;
    this.errorNanos = errorNanos;
    this.driftBoundPpb = driftBoundPpb;
  }

  /**
   * Takes in the outcome of a synchronisation.
   *
   * @param errorNanos what may still be wrong: the offset left to slew, half the round trip, the
   *     server's own error
   */
  public void synced(long nowVirtualNanos, long errorNanos) {
    this.errorNanos = Math.max(0, errorNanos);
    this.syncedAtMonotonicNanos = clock.monotonicNanos(nowVirtualNanos);
  }

  /** ε: how far the clock may be from the truth. */
  public long epsilonNanos(long nowVirtualNanos) {
    long since = clock.monotonicNanos(nowVirtualNanos) - syncedAtMonotonicNanos;
    return errorNanos + since / PPB * driftBoundPpb + since % PPB * driftBoundPpb / PPB;
  }

  /** TT.now(). */
  public Interval now(long nowVirtualNanos) {
    long wall = clock.wallNanos(nowVirtualNanos);
    long epsilon = epsilonNanos(nowVirtualNanos);
    return new Interval(wall - epsilon, wall + epsilon);
  }

  /** TT.after(t): whether the instant has passed for certain. */
  public boolean isPast(long nowVirtualNanos, long wallNanos) {
    return now(nowVirtualNanos).earliestNanos() > wallNanos;
  }

  /**
   * Commit-wait (section 4.2.1): how long by the node's own timer until an instant has passed for
   * certain, if no synchronisation comes between; ask again when the timer has run out.
   */
  public long commitWaitNanos(long nowVirtualNanos, long wallNanos) {
    long missing = wallNanos - now(nowVirtualNanos).earliestNanos();
    if (missing < 0) {
      return 0;
    }
    double stretch = (double) PPB / (PPB - driftBoundPpb); // ε grows while we wait
    return (long) Math.ceil(missing * stretch) + 1;
  }

  /** The true time, in nanoseconds since the Unix epoch, lies within. */
  public record Interval(long earliestNanos, long latestNanos) {}
}
