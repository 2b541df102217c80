package dev.skew.observe.promql;

import dev.skew.observe.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Walks along the words of an expression, and says where they are not what is needed. */
final class TokenReader {

  private final String text;
  private final List<Token> tokens;
  private int place;

  TokenReader(String text, Mode mode) {
    this.text = text;
    this.tokens = Lexer.read(text, mode);
  }

  /** The next word, which stays. */
  Token peek() {
    Token next = tokens.get(place);
    if (next.kind() == Kind.ERROR) {
      throw error(next.start(), next.text());
    }
    return next;
  }

  /** The word behind the next; an error there is not looked at yet. */
  Token peekSecond() {
    return tokens.get(Math.min(place + 1, tokens.size() - 1));
  }

  Token take() {
    Token next = peek();
    place = Math.min(place + 1, tokens.size() - 1);
    return next;
  }

  boolean at(String mark) {
    return peek().isPunctuation(mark);
  }

  boolean atKeyword(String word) {
    return peek().isKeyword(word);
  }

  boolean takeIf(String mark) {
    boolean isThere = at(mark);
    if (isThere) {
      take();
    }
    return isThere;
  }

  /** Whether the word that was taken last is a mark. */
  boolean lastWas(String mark) {
    return place > 0 && tokens.get(place - 1).isPunctuation(mark);
  }

  /** Where the word stands that was taken last. */
  Span last() {
    return place == 0 ? Span.NONE : tokens.get(place - 1).span();
  }

  /** Takes a word as its author wrote it: labels tell case, keywords do not. */
  String takeLabel() {
    Token word = take();
    return word.kind() == Kind.STRING ? word.text() : text.substring(word.start(), word.end());
  }

  /** Takes a word as the name of a metric, which a keyword may be as well. */
  Token takeName() {
    Token word = peek();
    return new Token(Token.Kind.IDENTIFIER, takeLabel(), word.start(), word.end());
  }

  /** Takes what must be there. */
  Token need(String mark, String context, String expected) {
    if (!at(mark)) {
      throw unexpected(context, expected);
    }
    return take();
  }

  /**
   * Reads a list in parentheses whose items are separated by commas, with one more at the end if
   * its author likes.
   */
  <T> List<T> list(String context, String expected, Supplier<T> item) {
    need("(", context, "\"(\"");
    List<T> items = new ArrayList<>();
    while (!at(")")) {
      items.add(item.get());
      if (!at(")") && !takeIf(",")) {
        throw unexpected(context, expected);
      }
    }
    take();
    return items;
  }

  /** The next word is not what is needed here. */
  PromqlParseException unexpected(String context, String expected) {
    Token next = peek();
    String reason =
        "unexpected "
            + next.describe(text)
            + (context.isEmpty() ? "" : " in " + context)
            + (expected.isEmpty() ? "" : ", expected " + expected);
    return error(next.start(), reason);
  }

  PromqlParseException error(int offset, String reason) {
    return PromqlParseException.at(offset, text, reason);
  }

  PromqlParseException error(Span where, String reason) {
    return error(where.start(), reason);
  }
}
