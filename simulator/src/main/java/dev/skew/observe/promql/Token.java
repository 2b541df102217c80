package dev.skew.observe.promql;

/**
 * A word of an expression.
 *
 * @param text as it stands; of a keyword in lower case, of a string what it means, of an error why
 * @param start where it begins
 * @param end where the next may begin
 */
record Token(Kind kind, String text, int start, int end) {

  private static final int SHOWN_MAX = 10;

  enum Kind {
    END("end of input"),
    ERROR("error"),
    IDENTIFIER("identifier"),
    METRIC("metric identifier"),
    NUMBER("number"),
    DURATION("duration"),
    STRING("string"),
    PUNCTUATION(""),
    OPERATOR(""),
    AGGREGATE(""),
    KEYWORD("");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  boolean is(Kind other, String otherText) {
    return kind == other && text.equals(otherText);
  }

  boolean isPunctuation(String mark) {
    return is(Kind.PUNCTUATION, mark);
  }

  boolean isKeyword(String word) {
    return is(Kind.KEYWORD, word);
  }

  private boolean isBound() {
    return text.equals("start") || text.equals("end");
  }

  private static String shortened(String word) {
    return word.length() <= SHOWN_MAX
        ? Quotes.quote(word)
        : Quotes.quote(word.substring(0, SHOWN_MAX)) + "...";
  }

  /** As Prometheus's messages name it: {@code identifier "for"}, {@code <by>}. */
  String describe(String source) {
    return switch (kind) {
      case END, ERROR -> kind.words;
      case PUNCTUATION -> Quotes.quote(text);
      case OPERATOR -> "<op:" + text + ">";
      case AGGREGATE -> "<aggr:" + text + ">";
      case KEYWORD -> isBound() ? Quotes.quote(text) : "<" + text + ">";
      case IDENTIFIER, METRIC -> kind.words + " " + Quotes.quote(text);
      case STRING, NUMBER, DURATION -> kind.words + " " + shortened(source.substring(start, end));
    };
  }

  Span span() {
    return new Span(start, end);
  }
}
