package dev.skew.kernel;

/**
 * Writes a trace event as one line of JSON: the instant in seconds with nine decimals, the kind,
 * then the fields in the order in which the event tells them. Equal histories give equal text on
 * every machine, because nothing here depends on a locale, a clock or an order of hashing.
 *
 * <p>The instant is a string: a JSON number would lose nanoseconds in readers that take every
 * number for a double.
 */
public final class TraceJson implements TraceFields {

  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final StringBuilder line = new StringBuilder(256);

  /** The event as a line, without the line break. The text is good until the next call. */
  public CharSequence lineOf(long atNanos, TraceEvent event) {
    line.setLength(0);
    line.append("{\"at\":\"");
    appendSeconds(atNanos);
    line.append("\",\"kind\":");
    appendString(event.kind());
    event.describe(this);
    return line.append('}');
  }

  @Override
  public TraceJson put(String name, long value) {
    field(name).append(value);
    return this;
  }

  @Override
  public TraceJson put(String name, String value) {
    field(name);
    appendString(value);
    return this;
  }

  @Override
  public TraceJson put(String name, boolean value) {
    field(name).append(value);
    return this;
  }

  private StringBuilder field(String name) {
    line.append(',');
    appendString(name);
    return line.append(':');
  }

  private void appendSeconds(long nanos) {
    line.append(nanos / NANOS_PER_SECOND).append('.');
    // Adding a second puts a digit in front that keeps the zeros; it is then taken away.
    int point = line.length();
    line.append(NANOS_PER_SECOND + nanos % NANOS_PER_SECOND).deleteCharAt(point);
  }

  /** RFC 8259, section 7; halves of surrogate pairs that stand alone are written as escapes. */
  private void appendString(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        line.append('\\').append(each);
      } else if (each == '\n') {
        line.append("\\n");
      } else if (each == '\t') {
        line.append("\\t");
      } else if (each < 0x20 || isLoneSurrogate(text, i)) {
        appendEscape(each);
      } else {
        line.append(each);
      }
    }
    line.append('"');
  }

  private void appendEscape(char each) {
    line.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      line.append(HEX[(each >> shift) & 0xf]);
    }
  }

  private static boolean isLoneSurrogate(String text, int index) {
    char each = text.charAt(index);
    if (Character.isHighSurrogate(each)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(each)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }
}
