package dev.skew.observe.promql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as Go reads and writes them. */
final class Numbers {

  private static final Pattern HEXADECIMAL = Pattern.compile("0[xX][0-9a-fA-F]+");
  private static final Pattern OCTAL = Pattern.compile("0[0-7]+");
  private static final Pattern DECIMAL =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  /** Go lets an underscore follow a digit or the base, and a digit follow it. */
  private static final Pattern BAD_UNDERSCORE =
      Pattern.compile("_$|__|^_|_[^0-9a-fA-F]|[^0-9a-fA-FxX]_");

  private Numbers() {}

  /** The value of a number without a sign, or nothing where it is none. */
  static OptionalDouble parse(String text, boolean underscores) {
    String plain = text;
    if (text.indexOf('_') >= 0) {
      if (!underscores || BAD_UNDERSCORE.matcher(text).find()) {
        return OptionalDouble.empty();
      }
      plain = text.replace("_", "");
    }
    return switch (plain.toLowerCase(Locale.ROOT)) {
      case "inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "nan" -> OptionalDouble.of(Double.NaN);
      default -> finite(plain);
    };
  }

  /** {@code strconv.ParseInt} with a base of its own comes first, so {@code 010} is eight. */
  private static OptionalDouble finite(String text) {
    if (HEXADECIMAL.matcher(text).matches()) {
      return integer(text.substring(2), 16);
    }
    if (OCTAL.matcher(text).matches()) {
      return integer(text, 8);
    }
    return DECIMAL.matcher(text).matches()
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  private static OptionalDouble integer(String digits, int radix) {
    try {
      return OptionalDouble.of((double) Long.parseLong(digits, radix));
    } catch (NumberFormatException e) {
      return radix == 8 ? OptionalDouble.of(Double.parseDouble(digits)) : OptionalDouble.empty();
    }
  }

  /** The value of a number that may have a sign, as {@code strconv.ParseFloat} reads it. */
  static OptionalDouble parseSigned(String text) {
    boolean isSigned = text.startsWith("-") || text.startsWith("+");
    String digits = isSigned ? text.substring(1) : text;
    OptionalDouble value =
        DECIMAL.matcher(digits).matches()
            ? OptionalDouble.of(Double.parseDouble(digits))
            : named(digits);
    return text.startsWith("-") && value.isPresent()
        ? OptionalDouble.of(-value.getAsDouble())
        : value;
  }

  private static OptionalDouble named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "nan" -> OptionalDouble.of(Double.NaN);
      default -> OptionalDouble.empty();
    };
  }

  /** The fewest digits that say this number and no other, without an exponent. */
  static String format(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    return shortest.toPlainString();
  }

  /** The same, with an exponent where many zeros would stand, as Go's {@code %v} has it. */
  static String formatShort(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
      return format(value);
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= -4 && exponent < 21) {
      return shortest.toPlainString();
    }
    BigDecimal digits = shortest.movePointLeft(exponent);
    return "%s%s%02d"
        .formatted(digits.toPlainString(), exponent < 0 ? "e-" : "e+", Math.abs(exponent));
  }

  /** With six digits behind the point, as {@code %f} has them. */
  static String formatFixed(double value) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? format(value)
        : new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  /**
   * {@link Double#toString} before JDK 19 has a digit too many now and then; fifteen digits are
   * always told apart, and seventeen tell all.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 15; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }
}
