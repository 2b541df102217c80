package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Samples;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values in a row: {@code 1 2 _ stale 0+10x5 3x2 _x4}. */
final class ScriptValues {

  private static final int VALUES_MAX = 1_000_000;

  private static final Pattern ITEMS = Pattern.compile("\\s+");
  private static final String NUMBER = "(?:[0-9]*\\.?[0-9]+(?:e[+-]?[0-9]+)?|[0-9]+\\.|inf|nan)";
  private static final Pattern ITEM =
      Pattern.compile("(_|stale|[+-]?" + NUMBER + ")([+-]" + NUMBER + ")?(?:x([0-9]{1,7}))?");

  private double[] values = new double[16];
  private int size;

  private ScriptValues() {}

  /**
   * The values, {@link Column#ABSENT} for each that is left out.
   *
   * @throws IllegalArgumentException for what is none
   */
  static double[] read(String text) {
    ScriptValues values = new ScriptValues();
    ITEMS
        .splitAsStream(text.strip())
        .filter(item -> !item.isEmpty())
        .forEach(item -> values.addItem(item.toLowerCase(Locale.ROOT)));
    return Arrays.copyOf(values.values, values.size);
  }

  private void addItem(String item) {
    Matcher matcher = ITEM.matcher(item);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + item + "' is no value");
    }
    String first = matcher.group(1);
    int times = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    if (first.equals("_")) {
      add(Column.ABSENT, matcher.group(3) == null ? 1 : times);
    } else if (first.equals("stale")) {
      add(Samples.STALE, times + 1);
    } else {
      double change = matcher.group(2) == null ? 0 : number(matcher.group(2));
      addSequence(number(first), change, times);
    }
  }

  private void addSequence(double first, double change, int times) {
    double value = first;
    for (int i = 0; i <= times; i++) {
      add(value, 1);
      value += change;
    }
  }

  private static double number(String text) {
    OptionalDouble value = Numbers.parseSigned(text);
    return value.orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no number"));
  }

  private void add(double value, int times) {
    if (size + times > VALUES_MAX) {
      throw new IllegalArgumentException("a row has more than " + VALUES_MAX + " values");
    }
    if (size + times > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, size + times));
    }
    Arrays.fill(values, size, size + times, value);
    size += times;
  }
}
