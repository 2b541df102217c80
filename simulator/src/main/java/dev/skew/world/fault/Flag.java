package dev.skew.world.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A flag of a command: how its value is read and written.
 *
 * @param name without the dashes
 * @param value what stands after it in help, empty for a switch
 * @param fallback its value where it is absent; null where it must be there
 * @param help one line
 */
record Flag<T>(
    String name,
    String value,
    Function<String, T> read,
    Function<T, String> write,
    @Nullable T fallback,
    String help) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,62}");
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,400})?");

  boolean isSwitch() {
    return value.isEmpty();
  }

  static Flag<Duration> duration(String name, @Nullable Duration fallback, String help) {
    return new Flag<>(name, "DURATION", Quantities::duration, Quantities::duration, fallback, help);
  }

  static Flag<Duration> signedDuration(String name, @Nullable Duration fallback, String help) {
    return new Flag<>(
        name, "+-DURATION", Quantities::signedDuration, Quantities::signedDuration, fallback, help);
  }

  static Flag<Double> rate(String name, String help) {
    return new Flag<>(name, "RATE", Quantities::rate, Quantities::rate, null, help);
  }

  /** A fraction, written as a share or as a bare number up to 1. */
  static Flag<Double> probability(String name, @Nullable Double fallback, String help) {
    return new Flag<>(name, "SHARE", Flag::probability, Quantities::share, fallback, help);
  }

  static double probability(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Quantities.share(text);
    }
    double ratio = Double.parseDouble(text);
    if (ratio > 1) {
      throw new IllegalArgumentException(
          "must lie in [0, 1] or be a share such as 10%, got " + text);
    }
    return ratio;
  }

  static Flag<Double> number(String name, @Nullable Double fallback, String help) {
    return new Flag<>(name, "NUMBER", Flag::number, Quantities::number, fallback, help);
  }

  private static double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a number such as 10 or 2.5, got " + text);
    }
    return Double.parseDouble(text);
  }

  static Flag<Integer> count(String name, @Nullable Integer fallback, String help) {
    return new Flag<>(name, "COUNT", Flag::count, n -> Integer.toString(n), fallback, help);
  }

  private static int count(String text) {
    if (!COUNT.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a whole number such as 5, got " + text);
    }
    return Integer.parseInt(text);
  }

  static Flag<Long> bandwidth(String name, String help) {
    return new Flag<>(name, "BANDWIDTH", Quantities::bandwidth, Quantities::bandwidth, null, help);
  }

  static Flag<NodeSelector> nodes(String name, @Nullable NodeSelector fallback, String help) {
    return new Flag<>(name, "NODES", SelectorText::read, NodeSelector::toString, fallback, help);
  }

  static Flag<String> name(String name, String help) {
    return new Flag<>(name, "NAME", Flag::name, text -> text, "", help);
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a name such as etcd or eu-west, got " + text);
    }
    return text;
  }

  static Flag<Boolean> toggle(String name, String help) {
    return new Flag<>(name, "", text -> true, on -> "", false, help);
  }

  static <E extends Enum<E>> Flag<E> choice(
      String name, E[] values, Function<E, String> label, @Nullable E fallback, String help) {
    String all = String.join("|", Arrays.stream(values).map(label).toList());
    return new Flag<>(name, all, text -> chosen(text, values, label), label, fallback, help);
  }

  private static <E> E chosen(String text, E[] values, Function<E, String> label) {
    for (E value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "must be one of "
            + String.join(", ", Arrays.stream(values).map(label).toList())
            + ", got "
            + text);
  }
}
