package dev.skew.observe.promql;

/**
 * A word of an expression.
 *
 * @param text as it stands; of a keyword in lower case, of a string what it means, of an error why
 * @param start where it begins
 * @param end where the next may begin
 */
record Token(Kind kind, String text, int start, int end) {

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

  /** As Prometheus's messages name it: {@code identifier "for"}, {@code <by>}. */
  String describe() {
    return switch (kind) {
      case END, ERROR -> kind.words;
      case PUNCTUATION -> Quotes.quote(text);
      case OPERATOR -> "<op:" + text + ">";
      case AGGREGATE -> "<aggr:" + text + ">";
      case KEYWORD -> "<" + text + ">";
      case STRING, NUMBER, DURATION, IDENTIFIER, METRIC -> kind.words + " " + Quotes.quote(text);
    };
  }

  Span span() {
    return new Span(start, end);
  }
}
