package dev.skew.observe.promql;

import dev.skew.observe.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an expression into words. What a word is depends on where it stands: braces hold labels,
 * which may be called as a keyword is, and brackets hold durations.
 */
final class Lexer {

  private static final Set<String> KEYWORDS =
      Set.of(
          "by",
          "without",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "bool",
          "offset",
          "start",
          "end");

  private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "unless", "atan2");
  private static final String DIGITS = "0123456789";
  private static final Set<String> NUMBERS = Set.of("inf", "nan");

  private final String text;
  private final Mode mode;
  private final List<Token> tokens = new ArrayList<>();
  private int place;
  private int ahead;
  private int parens;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean sawColon;

  private Lexer(String text, Mode mode) {
    this.text = text;
    this.mode = mode;
  }

  /** Its words; the last one is an end or an error. */
  static List<Token> read(String text, Mode mode) {
    Lexer lexer = new Lexer(text, mode);
    lexer.readAll();
    return lexer.tokens;
  }

  private void readAll() {
    boolean isDone = false;
    while (!isDone) {
      skipBlanks();
      next();
      Kind last = tokens.get(tokens.size() - 1).kind();
      isDone = last == Kind.END || last == Kind.ERROR;
    }
  }

  private void skipBlanks() {
    while (place < text.length()) {
      if (text.charAt(place) == '#') {
        int end = text.indexOf('\n', place);
        place = end < 0 ? text.length() : end;
      } else if (" \t\n\r".indexOf(text.charAt(place)) >= 0) {
        place++;
      } else {
        return;
      }
    }
  }

  private void next() {
    if (place == text.length()) {
      end();
      return;
    }
    char c = text.charAt(place);
    if (c == '"' || c == '\'' || c == '`') {
      string(c);
    } else if (inBraces) {
      inBraces(c);
    } else {
      outside(c);
    }
  }

  private void end() {
    if (inBraces) {
      error(place, "unexpected end of input inside braces");
    } else if (parens > 0) {
      error(place, "unclosed left parenthesis");
    } else if (inBrackets) {
      error(place, "unclosed left bracket");
    } else {
      add(Kind.END, "", place);
    }
  }

  private void inBraces(char c) {
    switch (c) {
      case '{' -> error(place, "unexpected left brace '{'");
      case '}' -> {
        inBraces = false;
        add(Kind.PUNCTUATION, "}", place + 1);
      }
      case ',' -> add(Kind.PUNCTUATION, ",", place + 1);
      case '=' -> {
        boolean isRegex = peek(1) == '~';
        add(isRegex ? Kind.OPERATOR : Kind.PUNCTUATION, isRegex ? "=~" : "=");
      }
      case '!' -> {
        if (peek(1) == '~' || peek(1) == '=') {
          add(Kind.OPERATOR, text.substring(place, place + 2));
        } else {
          error(place, "unexpected character after '!' inside braces: " + character(place + 1));
        }
      }
      default -> {
        if (isLetter(c)) {
          int end = endOfWord(false);
          add(Kind.IDENTIFIER, text.substring(place, end), end);
        } else {
          error(place, "unexpected character inside braces: " + character(place));
        }
      }
    }
  }

  private void outside(char c) {
    switch (c) {
      case ',' -> add(Kind.PUNCTUATION, ",");
      case '+', '-', '*', '/', '%', '^', '@' -> add(Kind.OPERATOR, String.valueOf(c));
      case '=', '!', '<', '>' -> comparison(c);
      case '(' -> {
        parens++;
        add(Kind.PUNCTUATION, "(");
      }
      case ')' -> rightParenthesis();
      case '{' -> {
        inBraces = true;
        add(Kind.PUNCTUATION, "{");
      }
      case '[', ']' -> bracket(c);
      default -> wordOrNumber(c);
    }
  }

  private void comparison(char c) {
    if (peek(1) == '=') {
      add(Kind.OPERATOR, c + "=");
    } else if (c == '<' || c == '>') {
      add(Kind.OPERATOR, String.valueOf(c));
    } else if (c == '=' && peek(1) != '~') {
      add(Kind.PUNCTUATION, "=");
    } else {
      error(place, "unexpected character after '" + c + "': " + character(place + 1));
    }
  }

  private void rightParenthesis() {
    if (parens == 0) {
      // Prometheus says where it would have gone on.
      error(place + 1, "unexpected right parenthesis ')'");
      return;
    }
    parens--;
    add(Kind.PUNCTUATION, ")");
  }

  private void bracket(char c) {
    boolean opens = c == '[';
    if (opens == inBrackets) {
      error(place, opens ? "unexpected left bracket '['" : "unexpected right bracket ']'");
      return;
    }
    inBrackets = opens;
    sawColon = false;
    add(Kind.PUNCTUATION, String.valueOf(c));
    if (opens && mode == Mode.V2) {
      bracketDuration();
    }
  }

  private void wordOrNumber(char c) {
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      number();
    } else if (c == ':' && inBrackets) {
      colon();
    } else if (isLetter(c) || (c == ':' && !inBrackets)) {
      word();
    } else {
      error(place, "unexpected character: " + character(place));
    }
  }

  private void colon() {
    if (sawColon) {
      error(place, "unexpected colon ':'");
      return;
    }
    sawColon = true;
    add(Kind.PUNCTUATION, ":");
  }

  private void word() {
    int end = endOfWord(true);
    String word = text.substring(place, end);
    String lower = word.toLowerCase(Locale.ROOT);
    if (KEYWORDS.contains(lower)) {
      add(Kind.KEYWORD, lower, end);
    } else if (AggregateOperator.of(lower) != null) {
      add(Kind.AGGREGATE, lower, end);
    } else if (WORD_OPERATORS.contains(lower)) {
      add(Kind.OPERATOR, lower, end);
    } else if (NUMBERS.contains(lower)) {
      add(Kind.NUMBER, word, end);
    } else {
      add(word.indexOf(':') >= 0 ? Kind.METRIC : Kind.IDENTIFIER, word, end);
    }
  }

  /** What begins like a number is one, or a duration; its value is looked at by whom it is for. */
  private void number() {
    ahead = place;
    if (scanNumber()) {
      add(Kind.NUMBER, text.substring(place, ahead));
    } else if (scanDuration()) {
      add(Kind.DURATION, text.substring(place, ahead));
    } else {
      error(place, "bad number or duration syntax: " + scanned());
    }
  }

  /** In 2.x a bracket opens on a duration, and on nothing else. */
  private void bracketDuration() {
    skipBlanks();
    ahead = place;
    if (scanNumber()) {
      error(place, "missing unit character in duration");
    } else if (scanDuration()) {
      add(Kind.DURATION, text.substring(place, ahead));
    } else {
      error(place, "bad duration syntax: " + scanned());
    }
  }

  private String scanned() {
    return Quotes.quote(text.substring(place, ahead));
  }

  private boolean scanNumber() {
    boolean isHexadecimal = accept("0") && accept("xX");
    String digits = (isHexadecimal ? "0123456789abcdefABCDEF" : DIGITS) + underscore();
    acceptAll(digits);
    if (accept(".")) {
      acceptAll(digits);
    }
    if (accept("eE")) {
      accept("+-");
      acceptAll(DIGITS + underscore());
    }
    return !isOfWordAt(ahead);
  }

  private String underscore() {
    return mode == Mode.V3 ? "_" : "";
  }

  /** Whether units are in order is looked at when the duration is read. */
  private boolean scanDuration() {
    if (!accept("smhdwy")) {
      return false;
    }
    accept("s");
    while (accept(DIGITS)) {
      acceptAll(DIGITS);
      if (!accept("smhdw")) {
        return false;
      }
      accept("s");
    }
    boolean isWhole = !isOfWordAt(ahead);
    ahead += isWhole ? 0 : 1;
    return isWhole;
  }

  private boolean accept(String any) {
    boolean isThere = ahead < text.length() && any.indexOf(text.charAt(ahead)) >= 0;
    ahead += isThere ? 1 : 0;
    return isThere;
  }

  private void acceptAll(String any) {
    while (accept(any)) {
      // Each step moves on.
    }
  }

  private boolean isOfWordAt(int at) {
    return at < text.length() && isOfWord(text.charAt(at), false);
  }

  private void string(char quote) {
    int end = endOfString(quote);
    if (end < 0) {
      error(place, quote == '`' ? "unterminated raw string" : "unterminated quoted string");
      return;
    }
    String body = text.substring(place + 1, end - 1);
    try {
      add(Kind.STRING, quote == '`' ? body : Quotes.unescape(body, quote), end);
    } catch (IllegalArgumentException e) {
      error(place, String.valueOf(e.getMessage()));
    }
  }

  /** Behind the closing quote, or -1 where there is none. */
  private int endOfString(char quote) {
    for (int i = place + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      if (quote != '`' && c == '\n') {
        return -1;
      }
      if (quote != '`' && c == '\\') {
        i++;
      }
    }
    return -1;
  }

  private int endOfWord(boolean colons) {
    int end = place;
    while (end < text.length() && isOfWord(text.charAt(end), colons)) {
      end++;
    }
    return end;
  }

  private static boolean isOfWord(char c, boolean colons) {
    return isLetter(c) || isDigit(c) || (colons && c == ':');
  }

  static boolean isLetter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private char peek(int ahead) {
    return place + ahead < text.length() ? text.charAt(place + ahead) : '\0';
  }

  private String character(int at) {
    return at < text.length() ? "'" + Character.toString(text.codePointAt(at)) + "'" : "'\ufffd'";
  }

  private void add(Kind kind, String word) {
    add(kind, word, place + word.length());
  }

  private void add(Kind kind, String word, int end) {
    tokens.add(new Token(kind, word, place, end));
    place = end;
  }

  private void error(int at, String reason) {
    tokens.add(new Token(Kind.ERROR, reason, at, at));
  }

  /** Whether a word may name a label: letters, digits and underscores, no digit first. */
  static boolean isLabelName(@Nullable String name) {
    if (name == null || name.isEmpty() || !isLetter(name.charAt(0))) {
      return false;
    }
    return name.chars().allMatch(c -> isOfWord((char) c, false));
  }

  /** Whether a word may name a metric, which may have colons. */
  static boolean isMetricName(String name) {
    return !name.isEmpty()
        && !isDigit(name.charAt(0))
        && name.chars().allMatch(c -> isOfWord((char) c, true));
  }
}
