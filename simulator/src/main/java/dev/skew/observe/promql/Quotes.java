package dev.skew.observe.promql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings as Go writes them. A byte that belongs to no UTF-8 character, which {@code "\xff"} can
 * say, is kept as a lone surrogate, U+DC00 and its value, so that it can be told from all text.
 */
final class Quotes {

  private static final String SIMPLE = "abfnrtv\\'\"";
  private static final String MEANS = "\u0007\b\f\n\r\t\u000b\\'\"";

  private Quotes() {}

  /** Between double quotes, with what needs it escaped. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> append(quoted, (char) c));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    int simple = MEANS.indexOf(c);
    if (simple >= 0 && c != '\'') {
      quoted.append('\\').append(SIMPLE.charAt(simple));
    } else if (c >= 0xdc80 && c <= 0xdcff && !endsInHighSurrogate(quoted)) {
      quoted.append("\\x%02x".formatted(c - 0xdc00));
    } else if (c < 0x20 || c == 0x7f) {
      quoted.append("\\x%02x".formatted((int) c));
    } else {
      quoted.append(c);
    }
  }

  private static boolean endsInHighSurrogate(StringBuilder text) {
    return Character.isHighSurrogate(text.charAt(text.length() - 1));
  }

  /** Whether a text is UTF-8, and not bytes that are none. */
  static boolean isText(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /**
   * What stands between the quotes of a string that is no raw one.
   *
   * @throws IllegalArgumentException for an escape that Go does not know
   */
  static String unescape(String body, char quote) {
    if (body.indexOf('\\') < 0) {
      return body;
    }
    Bytes bytes = new Bytes();
    int place = 0;
    while (place < body.length()) {
      char c = body.charAt(place);
      if (c == '\\') {
        place = escape(body, place + 1, quote, bytes);
      } else {
        int point = body.codePointAt(place);
        bytes.addCharacter(point);
        place += Character.charCount(point);
      }
    }
    return bytes.toText();
  }

  /** Reads what follows a backslash, and says where the text goes on. */
  private static int escape(String body, int place, char quote, Bytes into) {
    if (place == body.length()) {
      throw invalid();
    }
    char c = body.charAt(place);
    int simple = SIMPLE.indexOf(c);
    if (simple >= 0) {
      if ((c == '"' || c == '\'') && c != quote) {
        throw invalid();
      }
      into.addCharacter(MEANS.charAt(simple));
      return place + 1;
    }
    return switch (c) {
      case 'x' -> number(body, place + 1, 2, 16, into);
      case 'u' -> number(body, place + 1, 4, 16, into);
      case 'U' -> number(body, place + 1, 8, 16, into);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(body, place, 3, 8, into);
      default -> throw invalid();
    };
  }

  private static int number(String body, int from, int digits, int radix, Bytes into) {
    int end = from + digits;
    if (end > body.length()) {
      throw invalid();
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = Character.digit(body.charAt(i), radix);
      if (digit < 0) {
        throw invalid();
      }
      value = value * radix + digit;
    }
    boolean isByte = digits < 4;
    boolean isSurrogate = value >= 0xd800 && value < 0xe000;
    if (isByte ? value > 0xff : value > Character.MAX_CODE_POINT || isSurrogate) {
      throw invalid();
    }
    if (isByte) {
      into.addByte((int) value);
    } else {
      into.addCharacter((int) value);
    }
    return end;
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("invalid syntax");
  }

  /** Bytes that are put together from characters and numbers, and read as UTF-8 at the end. */
  private static final class Bytes {

    private byte[] bytes = new byte[32];
    private int size;

    void addByte(int value) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * size);
      }
      bytes[size++] = (byte) value;
    }

    void addCharacter(int point) {
      for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
        addByte(each & 0xff);
      }
    }

    String toText() {
      StringBuilder text = new StringBuilder(size);
      int place = 0;
      while (place < size) {
        int length = Math.min(lengthOf(bytes[place] & 0xff), size - place);
        String character = new String(bytes, place, length, StandardCharsets.UTF_8);
        if (character.indexOf('\ufffd') >= 0 && !isReplacement(place, length)) {
          text.append((char) (0xdc00 + (bytes[place] & 0xff)));
          place++;
        } else {
          text.append(character);
          place += length;
        }
      }
      return text.toString();
    }

    private boolean isReplacement(int place, int length) {
      return length == 3
          && (bytes[place] & 0xff) == 0xef
          && (bytes[place + 1] & 0xff) == 0xbf
          && (bytes[place + 2] & 0xff) == 0xbd;
    }

    private static int lengthOf(int first) {
      if (first < 0xc0) {
        return 1;
      }
      if (first < 0xe0) {
        return 2;
      }
      return first < 0xf0 ? 3 : 4;
    }
  }
}
