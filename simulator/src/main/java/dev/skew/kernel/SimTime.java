package dev.skew.kernel;

import java.time.Duration;

/**
 * An instant of virtual time. Hot paths carry the bare {@code long}, always named {@code ...Nanos}.
 *
 * @param nanos nanoseconds since the sandbox began, never negative
 */
public record SimTime(long nanos) implements Comparable<SimTime> {

  public static final long MICROSECOND = 1_000L;
  public static final long MILLISECOND = 1_000_000L;
  public static final long SECOND = 1_000_000_000L;
  public static final long MINUTE = 60 * SECOND;

  public static final SimTime ZERO = new SimTime(0);

  public SimTime {
    if (nanos < 0) {
      throw new IllegalArgumentException("virtual time must not be negative, got " + nanos);
    }
  }

  public static SimTime ofMillis(long millis) {
    return new SimTime(Math.multiplyExact(millis, MILLISECOND));
  }

  public static SimTime ofSeconds(long seconds) {
    return new SimTime(Math.multiplyExact(seconds, SECOND));
  }

  public SimTime plus(Duration duration) {
    return new SimTime(Math.addExact(nanos, duration.toNanos()));
  }

  @Override
  public int compareTo(SimTime other) {
    return Long.compare(nanos, other.nanos);
  }

  /** Seconds with six decimals, as {@code 12.345678s}: the form used in timelines and reports. */
  @Override
  public String toString() {
    long micros = nanos / MICROSECOND;
    String fraction = Long.toString(1_000_000L + micros % 1_000_000L).substring(1);
    return micros / 1_000_000L + "." + fraction + "s";
  }
}
