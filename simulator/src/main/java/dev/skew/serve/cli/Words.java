package dev.skew.serve.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them; equal on every JVM and in every country. */
final class Words {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MILLIS_PER_MINUTE = 60_000;
  private static final int MINUTES_PER_HOUR = 60;

  private Words() {}

  /** A virtual instant: {@code 4:07.250}, from an hour on {@code 1:04:07.250}. */
  static String clock(long nanos) {
    long millis = nanos / NANOS_PER_MILLI;
    long minutes = millis / MILLIS_PER_MINUTE;
    long rest = millis % MILLIS_PER_MINUTE;
    String seconds = String.format(Locale.ROOT, "%02d.%03d", rest / 1000, rest % 1000);
    return minutes < MINUTES_PER_HOUR
        ? minutes + ":" + seconds
        : String.format(
            Locale.ROOT,
            "%d:%02d:%s",
            minutes / MINUTES_PER_HOUR,
            minutes % MINUTES_PER_HOUR,
            seconds);
  }

  /** Seconds without trailing zeros, exact to the nanosecond. */
  static BigDecimal seconds(long nanos) {
    return plain(BigDecimal.valueOf(nanos, 9));
  }

  /** Seconds to the millisecond. */
  static BigDecimal roundedSeconds(long nanos) {
    return plain(BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP));
  }

  /** A measured number; six decimals are more than any measurement here is worth. */
  static BigDecimal number(Number value) {
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(value.longValue());
    }
    return plain(BigDecimal.valueOf(value.doubleValue()).setScale(6, RoundingMode.HALF_UP));
  }

  /** How long one has to wait: {@code 8 s}, {@code 3 min}, {@code 2.5 h}. */
  static String waiting(double seconds) {
    if (seconds < 100) {
      return Math.round(seconds) + " s";
    }
    return seconds < 100 * 60
        ? Math.round(seconds / 60) + " min"
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }

  /** {@code 1 run}, {@code 1,200 runs}. */
  static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** An argument as a shell takes it. */
  static String quoted(String argument) {
    return argument.matches("[A-Za-z0-9_./:=@%+,-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
