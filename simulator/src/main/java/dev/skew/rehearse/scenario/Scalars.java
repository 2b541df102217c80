package dev.skew.rehearse.scenario;

import dev.skew.world.fault.Quantities;
import dev.skew.world.version.Version;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The shapes of single values. */
final class Scalars {

  static final Pattern NAME = Pattern.compile("^[a-z][a-z0-9-]{0,62}$");

  static final Shape<Boolean> BOOLEAN = new BooleanShape();

  /** A share in [0%, 100%]. */
  static final Shape<Double> SHARE =
      new TextShape<>(
          "a share such as 40%",
          Quantities.SHARE_PATTERN, Quantities::share, Quantities::share, value -> null);

  /** A share in [0%, 100%). */
  static final Shape<Double> CORRELATION =
      new TextShape<>(
          "a share below 100%",
          "^[0-9]{1,2}(\\.[0-9]{1,400})?%$",
          Quantities::share,
          Quantities::share,
          value -> value < 1 ? null : "must lie in [0%, 100%), got 100%");

  private Scalars() {}

  /** A duration in [min, max]. */
  static Shape<Duration> duration(Duration min, Duration max) {
    return new TextShape<>(
        "a duration such as 250ms, from " + range(min, max, Quantities::duration),
        Quantities.DURATION_PATTERN,
        Quantities::duration,
        Quantities::duration,
        within(min, max, Quantities::duration));
  }

  /** A duration with a sign, in [-max, max]. */
  static Shape<Duration> signedDuration(Duration max) {
    return new TextShape<>(
        "a duration such as +250ms or -5m, of at most " + Quantities.duration(max),
        Quantities.SIGNED_DURATION_PATTERN,
        Quantities::signedDuration,
        Quantities::duration,
        within(max.negated(), max, Quantities::duration));
  }

  /** A clock's rate in ppm, in [min, max]. */
  static Shape<Double> rate(double min, double max) {
    return new TextShape<>(
        "a rate such as 50ppm or +50ms/min, from " + range(min, max, Quantities::rate),
        Quantities.RATE_PATTERN,
        Quantities::rate,
        Quantities::rate,
        within(min, max, Quantities::rate));
  }

  /** How often, per second, above zero and up to max. */
  static Shape<Double> frequency(double max) {
    return new TextShape<>(
        "a rate such as 200/s, of at most " + Quantities.frequency(max),
        Quantities.FREQUENCY_PATTERN,
        Quantities::frequency,
        Quantities::frequency,
        value ->
            value > 0 && value <= max
                ? null
                : "must be above 0/s and at most %s, got %s"
                    .formatted(Quantities.frequency(max), Quantities.frequency(value)));
  }

  static Shape<Long> size(long min, long max) {
    return new TextShape<>(
        "a size such as 64KiB, from " + range(min, max, Quantities::size),
        Quantities.SIZE_PATTERN,
        Quantities::size,
        Quantities::size,
        within(min, max, Quantities::size));
  }

  /** Bits a second, above zero. */
  static Shape<Long> bandwidth() {
    return new TextShape<>(
        "a bandwidth such as 10Mbit",
        Quantities.BANDWIDTH_PATTERN,
        Quantities::bandwidth,
        Quantities::bandwidth,
        value -> value > 0 ? null : "must be above 0bit; leave it out for no limit");
  }

  static Shape<Integer> count(int min, int max) {
    return new CountShape(min, max);
  }

  static Shape<Double> number(double min, double max) {
    return new NumberShape(min, max);
  }

  /** Text of up to so many characters. */
  static Shape<String> text(int maxLength) {
    return new PlainTextShape(maxLength);
  }

  /** A version such as v2.1.0. */
  static Shape<Version> version() {
    return new TextShape<>(
        "a version such as v2.1.0",
        Version.PATTERN,
        Version::parse,
        Version::toString,
        value -> null);
  }

  /** A name in kebab-case. */
  static Shape<String> name(String what) {
    return new TextShape<>(
        what + ", in lower case with digits and dashes",
        NAME.pattern(),
        text -> {
          if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                "must be a name in lower case with digits and dashes, such as eu-west-1, got "
                    + Place.shorten(text));
          }
          return text;
        },
        text -> text,
        value -> null);
  }

  private static <V> String range(V min, V max, Function<V, String> write) {
    return write.apply(min) + " to " + write.apply(max);
  }

  private static <V extends Comparable<V>> Function<V, @Nullable String> within(
      V min, V max, Function<V, String> write) {
    return value ->
        value.compareTo(min) >= 0 && value.compareTo(max) <= 0
            ? null
            : "must lie in [%s, %s], got %s"
                .formatted(write.apply(min), write.apply(max), write.apply(value));
  }

  /** A quantity that is written as text. */
  private record TextShape<V>(
      String description,
      String pattern,
      Function<String, V> parse,
      Function<V, String> render,
      Function<V, @Nullable String> bounds)
      implements Shape<V> {

    @Override
    public @Nullable V read(Node node, Place place, @Nullable V base) {
      if (!Nodes.isText(node) && !Nodes.isNumber(node)) {
        place.problem(node, "must be " + description + ", got " + Nodes.kind(node));
        return null;
      }
      try {
        V value = parse.apply(Nodes.text(node));
        String wrong = bounds.apply(value);
        if (wrong == null && Nodes.isText(node)) {
          return value;
        }
        place.problem(
            node, wrong != null ? wrong : "must be " + description + "; put it in quotes");
      } catch (IllegalArgumentException wrong) {
        place.problem(node, String.valueOf(wrong.getMessage()));
      }
      return null;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("pattern", pattern);
      return schema;
    }

    @Override
    public String write(V value) {
      return render.apply(value);
    }
  }

  /** {@code true} or {@code false}. */
  private record BooleanShape() implements Shape<Boolean> {

    @Override
    public @Nullable Boolean read(Node node, Place place, @Nullable Boolean base) {
      if (!Nodes.isBoolean(node)) {
        place.problem(node, "must be true or false, got " + Nodes.kind(node));
        return null;
      }
      return Nodes.text(node).equalsIgnoreCase("true");
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return Map.of("type", "boolean");
    }

    @Override
    public String description() {
      return "true or false";
    }

    @Override
    public String write(Boolean value) {
      return value.toString();
    }
  }

  /** A whole number. */
  private record CountShape(int min, int max) implements Shape<Integer> {

    private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

    @Override
    public @Nullable Integer read(Node node, Place place, @Nullable Integer base) {
      boolean whole = Nodes.isNumber(node) && DIGITS.matcher(Nodes.text(node)).matches();
      if (!whole) {
        place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
        return null;
      }
      long value = Long.parseLong(Nodes.text(node));
      if (value < min || value > max) {
        place.problem(node, "must lie in [%d, %d], got %d".formatted(min, max, value));
        return null;
      }
      return (int) value;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "integer");
      schema.put("minimum", min);
      schema.put("maximum", max);
      return schema;
    }

    @Override
    public String description() {
      return "a whole number from %d to %d".formatted(min, max);
    }

    @Override
    public String write(Integer value) {
      return value.toString();
    }
  }

  /** A number. */
  private record NumberShape(double min, double max) implements Shape<Double> {

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    @Override
    public @Nullable Double read(Node node, Place place, @Nullable Double base) {
      boolean decimal = Nodes.isNumber(node) && DECIMAL.matcher(Nodes.text(node)).matches();
      if (!decimal) {
        place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
        return null;
      }
      double value = Double.parseDouble(Nodes.text(node));
      if (!(value >= min && value <= max)) {
        place.problem(
            node,
            "must lie in [%s, %s], got %s"
                .formatted(
                    Quantities.number(min), Quantities.number(max), Quantities.number(value)));
        return null;
      }
      return value;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "number");
      schema.put("minimum", min);
      schema.put("maximum", max);
      return schema;
    }

    @Override
    public String description() {
      return "a number from " + Quantities.number(min) + " to " + Quantities.number(max);
    }

    @Override
    public String write(Double value) {
      return Quantities.number(value);
    }
  }

  /** Words. */
  private record PlainTextShape(int maxLength) implements Shape<String> {

    @Override
    public @Nullable String read(Node node, Place place, @Nullable String base) {
      if (!Nodes.isText(node)) {
        place.problem(
            node,
            "must be text, got "
                + Nodes.kind(node)
                + (Nodes.isNumber(node) || Nodes.isBoolean(node) ? "; put it in quotes" : ""));
        return null;
      }
      String text = Nodes.text(node);
      if (text.isBlank() || text.length() > maxLength) {
        place.problem(
            node,
            "must have 1 to %d characters, got %s"
                .formatted(maxLength, text.isBlank() ? "none" : text.length()));
        return null;
      }
      return text;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "string");
      schema.put("pattern", "\\S");
      schema.put("maxLength", maxLength);
      return schema;
    }

    @Override
    public String description() {
      return "text";
    }

    @Override
    public String write(String value) {
      return value;
    }
  }
}
