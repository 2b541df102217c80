package dev.skew.observe.promql;

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
    return text.codePoints().noneMatch(point -> point >= 0xd800 && point < 0xe000);
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
      throw new IllegalArgumentException("escape sequence not terminated");
    }
    char c = body.charAt(place);
    int simple = SIMPLE.indexOf(c);
    if (simple >= 0) {
      if ((c == '"' || c == '\'') && c != quote) {
        throw unknown(body, place);
      }
      into.addCharacter(MEANS.charAt(simple));
      return place + 1;
    }
    return switch (c) {
      case 'x' -> number(body, place + 1, 2, 16, into);
      case 'u' -> number(body, place + 1, 4, 16, into);
      case 'U' -> number(body, place + 1, 8, 16, into);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(body, place, 3, 8, into);
      default -> throw unknown(body, place);
    };
  }

  private static int number(String body, int from, int digits, int radix, Bytes into) {
    long value = 0;
    for (int i = from; i < from + digits; i++) {
      if (i == body.length()) {
        throw new IllegalArgumentException("escape sequence not terminated");
      }
      int digit = Character.digit(body.charAt(i), radix);
      if (digit < 0) {
        throw new IllegalArgumentException(
            "illegal character " + named(body, i) + " in escape sequence");
      }
      value = value * radix + digit;
    }
    boolean isByte = digits < 4;
    boolean isSurrogate = value >= 0xd800 && value < 0xe000;
    if (isByte ? value > 0xff : value > Character.MAX_CODE_POINT || isSurrogate) {
      throw new IllegalArgumentException("escape sequence is an invalid Unicode code point");
    }
    if (isByte) {
      into.addByte((int) value);
    } else {
      into.addCharacter((int) value);
    }
    return from + digits;
  }

  private static IllegalArgumentException unknown(String body, int place) {
    return new IllegalArgumentException("unknown escape sequence " + named(body, place));
  }

  private static String named(String body, int place) {
    int point = body.codePointAt(place);
    return "U+%04X '%s'".formatted(point, Character.toString(point));
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
      if (point < 0x80) {
        addByte(point);
        return;
      }
      int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      addByte(((0xff00 >> (following + 1)) & 0xff) | (point >> (6 * following)));
      for (int i = following - 1; i >= 0; i--) {
        addByte(0x80 | ((point >> (6 * i)) & 0x3f));
      }
    }

    String toText() {
      StringBuilder text = new StringBuilder(size);
      int place = 0;
      while (place < size) {
        int length = lengthOf(at(place));
        int point = length == 0 ? -1 : pointAt(place, length);
        if (point < 0) {
          text.append((char) (0xdc00 + at(place)));
          place++;
        } else {
          text.appendCodePoint(point);
          place += length;
        }
      }
      return text.toString();
    }

    private int at(int place) {
      return place < size ? bytes[place] & 0xff : 0;
    }

    /** How many bytes a character has by its first, or none where it cannot be a first. */
    private static int lengthOf(int first) {
      if (first < 0x80) {
        return 1;
      }
      if (first < 0xc2 || first > 0xf4) {
        return 0;
      }
      return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    /** The character, or -1 where the bytes are none, or one in more bytes than it needs. */
    private int pointAt(int place, int length) {
      if (length == 1) {
        return at(place);
      }
      int point = at(place) & (0xff >> (length + 1));
      for (int i = 1; i < length; i++) {
        if ((at(place + i) & 0xc0) != 0x80) {
          return -1;
        }
        point = (point << 6) | (at(place + i) & 0x3f);
      }
      int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
      boolean isSurrogate = point >= 0xd800 && point < 0xe000;
      return point < least || point > Character.MAX_CODE_POINT || isSurrogate ? -1 : point;
    }
  }
}
