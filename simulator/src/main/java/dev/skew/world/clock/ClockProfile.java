package dev.skew.world.clock;

/**
 * What a node's oscillator is like when the sandbox begins.
 *
 * @param offsetNanos how far ahead of the truth the clock is set
 * @param driftPpb how much too fast it runs, in parts per billion
 * @param walk how the drift wanders
 */
public record ClockProfile(long offsetNanos, long driftPpb, Walk walk) {

  public static final ClockProfile PERFECT = new ClockProfile(0, 0, Walk.NONE);

  /** Beyond this a machine is not slow or fast but broken, and arithmetic would have to widen. */
  static final long MAX_RATE_PPB = 500_000_000L;

  public ClockProfile {
    if (Math.abs(driftPpb) > MAX_RATE_PPB) {
      throw new IllegalArgumentException(
          "drift must lie within 500000 ppm, got " + driftPpb / 1000 + " ppm");
    }
  }

  /** Parts per billion of a drift in parts per million. */
  public static long ppbOfPpm(double ppm) {
    return Math.round(ppm * 1_000);
  }

  /** Parts per billion of a drift as runbooks say it: +50 ms a minute is 833.3 ppm. */
  public static long ppbOfMillisPerMinute(double millis) {
    return Math.round(millis * 1_000_000_000.0 / 60_000);
  }

  /**
   * A random walk of the drift, with a reflecting bound: temperature and age, roughly.
   *
   * @param intervalNanos virtual time between steps, 0 for no walk
   * @param stepPpb standard deviation of one step
   * @param boundPpb the walk's part of the drift stays within plus and minus this
   */
  public record Walk(long intervalNanos, long stepPpb, long boundPpb) {

    public static final Walk NONE = new Walk(0, 0, 0);

    public Walk {
      if (intervalNanos < 0 || stepPpb < 0 || boundPpb < 0) {
        throw new IllegalArgumentException(
            "a walk's interval, step and bound must not be negative, got %d ns, %d ppb, %d ppb"
                .formatted(intervalNanos, stepPpb, boundPpb));
      }
      if (boundPpb > MAX_RATE_PPB) {
        throw new IllegalArgumentException(
            "a walk's bound must lie within 500000 ppm, got " + boundPpb / 1000 + " ppm");
      }
    }
  }
}
