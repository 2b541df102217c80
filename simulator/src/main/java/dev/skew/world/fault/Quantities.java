package dev.skew.world.fault;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Quantities as people write them, both ways: {@code 250ms}, {@code 40%}, {@code +50ms/min}, {@code
 * 10Mbit}, {@code 64KiB}, {@code 200/s}. Whatever is written can be read back to the same value.
 *
 * <p>The readers throw {@link IllegalArgumentException} with what was expected, an example and what
 * was found.
 */
public final class Quantities {

  private static final String NUMBER = "[0-9]{1,18}(\\.[0-9]{1,400})?";

  /** What a duration looks like; one sign is allowed where a quantity may be negative. */
  public static final String DURATION_PATTERN =
      "^([0-9]{1,12}(\\.[0-9]{1,9})?(ns|us|ms|s|m|h|d))+$";

  public static final String SIGNED_DURATION_PATTERN =
      "^[+-]?([0-9]{1,12}(\\.[0-9]{1,9})?(ns|us|ms|s|m|h|d))+$";
  public static final String SHARE_PATTERN = "^(100(\\.0{1,400})?|[0-9]{1,2}(\\.[0-9]{1,400})?)%$";
  public static final String RATE_PATTERN =
      "^[+-]?" + NUMBER + "(ppm|ppb|(ns|us|ms|s)/(s|min|h|d))$";
  public static final String BANDWIDTH_PATTERN = "^" + NUMBER + "([kKMG]?bit)$";
  public static final String SIZE_PATTERN = "^" + NUMBER + "([KMG]i?)?B$";
  public static final String FREQUENCY_PATTERN = "^" + NUMBER + "/(s|min|h)$";

  private static final Pattern DURATION = Pattern.compile(DURATION_PATTERN);
  private static final Pattern DURATION_PART =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d)");
  private static final Pattern SHARE = Pattern.compile("^([0-9]{1,12}(?:\\.[0-9]{1,400})?)%$");
  private static final Pattern RATE = Pattern.compile(RATE_PATTERN);
  private static final Pattern BANDWIDTH = Pattern.compile(BANDWIDTH_PATTERN);
  private static final Pattern SIZE = Pattern.compile(SIZE_PATTERN);
  private static final Pattern FREQUENCY = Pattern.compile(FREQUENCY_PATTERN);
  private static final Pattern LEADING_NUMBER = Pattern.compile("^[+-]?[0-9]+(\\.[0-9]+)?");

  private static final Map<String, Long> TIME_UNITS = new LinkedHashMap<>();
  private static final Map<String, Long> BIT_UNITS = new LinkedHashMap<>();
  private static final Map<String, Long> BYTE_UNITS = new LinkedHashMap<>();
  private static final Map<String, Long> PER_UNITS = new LinkedHashMap<>();

  static {
    TIME_UNITS.put("d", 86_400_000_000_000L);
    TIME_UNITS.put("h", 3_600_000_000_000L);
    TIME_UNITS.put("m", 60_000_000_000L);
    TIME_UNITS.put("s", 1_000_000_000L);
    TIME_UNITS.put("ms", 1_000_000L);
    TIME_UNITS.put("us", 1_000L);
    TIME_UNITS.put("ns", 1L);
    BIT_UNITS.put("Gbit", 1_000_000_000L);
    BIT_UNITS.put("Mbit", 1_000_000L);
    BIT_UNITS.put("kbit", 1_000L);
    BIT_UNITS.put("Kbit", 1_000L);
    BIT_UNITS.put("bit", 1L);
    BYTE_UNITS.put("GiB", 1L << 30);
    BYTE_UNITS.put("MiB", 1L << 20);
    BYTE_UNITS.put("KiB", 1L << 10);
    BYTE_UNITS.put("GB", 1_000_000_000L);
    BYTE_UNITS.put("MB", 1_000_000L);
    BYTE_UNITS.put("KB", 1_000L);
    BYTE_UNITS.put("B", 1L);
    PER_UNITS.put("s", 1L);
    PER_UNITS.put("min", 60L);
    PER_UNITS.put("h", 3_600L);
    PER_UNITS.put("d", 86_400L);
  }

  private Quantities() {}

  /** Reads a duration that is not negative: {@code 250ms}, {@code 1m30s}. */
  public static Duration duration(String text) {
    if (text.startsWith("-")) {
      throw new IllegalArgumentException("must not be negative, got " + quote(text));
    }
    return unsigned(text, text);
  }

  /** Reads a duration with an optional sign: {@code +30s}. */
  public static Duration signedDuration(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    Duration size = unsigned(signed ? text.substring(1) : text, text);
    return text.startsWith("-") ? size.negated() : size;
  }

  private static Duration unsigned(String digits, String whole) {
    // The pattern repeats a group, which costs stack by the length of the text.
    if (digits.length() > 100 || !DURATION.matcher(digits).matches()) {
      throw mustBe("a duration such as 250ms, 10s, 5m, 2h or 1d", whole, "ms, s, m, h or d");
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = DURATION_PART.matcher(digits);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(TIME_UNITS, part.group(2))));
    }
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) > 0) {
      throw new IllegalArgumentException("must not be longer than 73 years, got " + quote(whole));
    }
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  /** Writes a duration, with its sign where negative: {@code 1m30s}. */
  public static String duration(Duration duration) {
    long rest = Math.abs(duration.toNanos());
    if (rest == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
    for (Map.Entry<String, Long> unit : TIME_UNITS.entrySet()) {
      if (rest >= unit.getValue()) {
        text.append(rest / unit.getValue()).append(unit.getKey());
        rest %= unit.getValue();
      }
    }
    return text.toString();
  }

  /** Writes a duration with its sign always: {@code +30s}. */
  public static String signedDuration(Duration duration) {
    return duration.isNegative() ? duration(duration) : "+" + duration(duration);
  }

  /** Reads a share: {@code 40%} is 0.4. */
  public static double share(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (!matcher.matches()) {
      throw mustBe("a share such as 40%", text, "%");
    }
    double ratio = new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
    if (ratio > 1) {
      throw new IllegalArgumentException("must lie in [0%, 100%], got " + text);
    }
    return ratio;
  }

  public static String share(double ratio) {
    if (!Double.isFinite(ratio)) {
      return Double.toString(ratio);
    }
    return plain(BigDecimal.valueOf(ratio).movePointRight(2)) + "%";
  }

  /** Reads how much faster a clock runs, in ppm: {@code 50ppm}, {@code +50ms/min}. */
  public static double rate(String text) {
    if (!RATE.matcher(text).matches()) {
      throw mustBe("a rate such as 50ppm or +50ms/min", text, "ppm");
    }
    Matcher number = LEADING_NUMBER.matcher(text);
    BigDecimal value = number.find() ? new BigDecimal(number.group()) : BigDecimal.ZERO;
    String unit = text.substring(number.end());
    if (unit.equals("ppm")) {
      return value.doubleValue();
    }
    if (unit.equals("ppb")) {
      return value.movePointLeft(3).doubleValue();
    }
    int slash = unit.indexOf('/');
    BigDecimal nanos = value.multiply(unit(TIME_UNITS, unit.substring(0, slash)));
    BigDecimal seconds = unit(PER_UNITS, unit.substring(slash + 1));
    return nanos.movePointLeft(3).divide(seconds, 20, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Writes a rate with its sign, in the shorter of ppm and milliseconds a minute. */
  public static String rate(double ppm) {
    if (!Double.isFinite(ppm)) {
      return Double.toString(ppm);
    }
    String sign = ppm < 0 ? "-" : "+";
    String exact = sign + plain(BigDecimal.valueOf(Math.abs(ppm))) + "ppm";
    BigDecimal perMinute = BigDecimal.valueOf(Math.abs(ppm)).multiply(new BigDecimal("0.06"));
    String rounded = sign + plain(perMinute.setScale(6, RoundingMode.HALF_EVEN)) + "ms/min";
    return rounded.length() < exact.length() && rate(rounded) == ppm ? rounded : exact;
  }

  /** Reads bits a second: {@code 10Mbit}, as tc writes it. */
  public static long bandwidth(String text) {
    if (!BANDWIDTH.matcher(text).matches()) {
      throw mustBe("a bandwidth such as 512kbit, 10Mbit or 1Gbit", text, "kbit, Mbit or Gbit");
    }
    return whole(text, BIT_UNITS);
  }

  public static String bandwidth(long bitsPerSecond) {
    return inLargest(bitsPerSecond, BIT_UNITS);
  }

  /** Reads bytes: {@code 64KiB}. */
  public static long size(String text) {
    if (!SIZE.matcher(text).matches()) {
      throw mustBe("a size such as 64KiB or 2MB", text, "B, KiB or MiB");
    }
    return whole(text, BYTE_UNITS);
  }

  public static String size(long bytes) {
    return inLargest(bytes, BYTE_UNITS);
  }

  /** Reads how often, per second: {@code 200/s}. */
  public static double frequency(String text) {
    if (!FREQUENCY.matcher(text).matches()) {
      throw mustBe("a rate such as 200/s", text, "/s");
    }
    int slash = text.indexOf('/');
    BigDecimal per = unit(PER_UNITS, text.substring(slash + 1));
    return new BigDecimal(text.substring(0, slash))
        .divide(per, 20, RoundingMode.HALF_EVEN)
        .doubleValue();
  }

  public static String frequency(double perSecond) {
    return plain(BigDecimal.valueOf(perSecond)) + "/s";
  }

  /** A plain number without an exponent or trailing zeros. */
  public static String number(double value) {
    return plain(BigDecimal.valueOf(value));
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  private static long whole(String text, Map<String, Long> units) {
    Matcher number = LEADING_NUMBER.matcher(text);
    BigDecimal value = number.find() ? new BigDecimal(number.group()) : BigDecimal.ZERO;
    BigDecimal result = value.multiply(unit(units, text.substring(number.end())));
    if (result.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) > 0) {
      throw new IllegalArgumentException("is beyond all bounds, got " + quote(text));
    }
    return result.setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  private static String inLargest(long value, Map<String, Long> units) {
    for (Map.Entry<String, Long> unit : units.entrySet()) {
      if (value != 0 && value % unit.getValue() == 0) {
        return value / unit.getValue() + unit.getKey();
      }
    }
    return "0" + units.keySet().stream().reduce("", (first, last) -> last);
  }

  private static BigDecimal unit(Map<String, Long> units, String name) {
    return BigDecimal.valueOf(Objects.requireNonNull(units.get(name), name));
  }

  private static IllegalArgumentException mustBe(String what, String text, String units) {
    boolean bare = LEADING_NUMBER.matcher(text).matches();
    return new IllegalArgumentException(
        "must be " + what + ", got " + quote(text) + (bare ? " without a unit: " + units : ""));
  }

  private static String quote(String text) {
    return text.isEmpty() ? "nothing" : text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}
