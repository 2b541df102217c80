package dev.skew.observe.promql;

import java.util.List;

/** Spans of time as Prometheus writes them: {@code 1h30m}, {@code 500ms}, {@code 1y}. */
final class Durations {

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** In the order in which they may stand, each at most once. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("y", 365 * DAY),
          new Unit("w", 7 * DAY),
          new Unit("d", DAY),
          new Unit("h", HOUR),
          new Unit("m", MINUTE),
          new Unit("s", SECOND),
          new Unit("ms", 1));

  private record Unit(String name, long millis) {}

  private Durations() {}

  /**
   * Milliseconds of a duration.
   *
   * @throws IllegalArgumentException with a reason, in Prometheus's words
   */
  static long parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty duration string");
    }
    if (text.equals("0")) {
      return 0;
    }
    long millis = 0;
    int place = 0;
    int nextUnit = 0;
    while (place < text.length()) {
      int digitsEnd = endOf(text, place, true);
      int unitEnd = endOf(text, digitsEnd, false);
      int unit = unitAt(text.substring(digitsEnd, unitEnd), nextUnit);
      if (digitsEnd == place || unit < 0) {
        throw new IllegalArgumentException("not a valid duration string: " + Quotes.quote(text));
      }
      millis = plus(millis, text.substring(place, digitsEnd), UNITS.get(unit));
      nextUnit = unit + 1;
      place = unitEnd;
    }
    return millis;
  }

  private static int endOf(String text, int from, boolean digits) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int unitAt(String name, int from) {
    for (int i = from; i < UNITS.size(); i++) {
      if (UNITS.get(i).name.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static long plus(long millis, String digits, Unit unit) {
    try {
      return Math.addExact(millis, Math.multiplyExact(Long.parseLong(digits), unit.millis));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("duration out of range", e);
    }
  }

  /** As Prometheus prints it: the largest units that divide it, {@code 0s} for none. */
  static String format(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(millis < 0 ? "-" : "");
    long left = Math.abs(millis);
    for (Unit unit : UNITS) {
      boolean isExactOnly = unit.name.equals("y") || unit.name.equals("w");
      if (left >= unit.millis && (!isExactOnly || left % unit.millis == 0)) {
        text.append(left / unit.millis).append(unit.name);
        left %= unit.millis;
      }
    }
    return text.toString();
  }
}
