package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.Shift;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.promql.Token.Kind;
import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads selectors, and what may follow one: a range, an offset, a fixed time. */
final class SelectorParser {

  private static final String MATCHING = "label matching";
  private static final double MILLIS_MAX = 9.2e18;

  private final TokenReader in;
  private final Mode mode;

  SelectorParser(TokenReader in, Mode mode) {
    this.in = in;
    this.mode = mode;
  }

  /** A selector that begins with a name, which has been taken, or with a brace. */
  VectorSelector vector(@Nullable Token name) {
    Span start = name == null ? in.peek().span() : name.span();
    String metric = name == null ? "" : name.text();
    List<LabelMatcher> matchers = new ArrayList<>();
    Span end = start;
    if (in.at("{")) {
      in.take();
      end = matchers(matchers);
    }
    return new VectorSelector(metric, matchers, Shift.NONE, start.to(end));
  }

  private Span matchers(List<LabelMatcher> into) {
    while (!in.at("}")) {
      into.add(matcher());
      if (!in.at("}") && !in.takeIf(",")) {
        throw in.unexpected(MATCHING, "\",\" or \"}\"");
      }
    }
    return in.take().span();
  }

  private LabelMatcher matcher() {
    Token name = in.peek();
    boolean isQuoted = name.kind() == Kind.STRING && mode == Mode.V3;
    if (name.kind() != Kind.IDENTIFIER && !isQuoted) {
      throw in.unexpected(MATCHING, "identifier or \"}\"");
    }
    in.take();
    if (isQuoted && (in.at(",") || in.at("}"))) {
      return LabelMatcher.equal(Labels.NAME, name.text());
    }
    LabelMatcher.Kind kind = comparison();
    if (in.peek().kind() != Kind.STRING) {
      throw in.unexpected(MATCHING, "string");
    }
    Token value = in.take();
    try {
      return LabelMatcher.of(kind, name.text(), value.text(), mode == Mode.V3);
    } catch (IllegalArgumentException e) {
      throw in.error(value.span(), String.valueOf(e.getMessage()));
    }
  }

  private LabelMatcher.Kind comparison() {
    Token next = in.peek();
    if (next.kind() == Kind.PUNCTUATION || next.kind() == Kind.OPERATOR) {
      for (LabelMatcher.Kind each : LabelMatcher.Kind.values()) {
        if (each.operator().equals(next.text())) {
          in.take();
          return each;
        }
      }
    }
    throw in.unexpected(MATCHING, "label matching operator");
  }

  /** Reads all that follows an expression and belongs to it. */
  Expr suffixes(Expr expression) {
    Expr whole = expression;
    while (true) {
      Token next = in.peek();
      if (next.isPunctuation("[")) {
        whole = range(whole);
      } else if (next.isKeyword("offset")) {
        whole = offset(whole);
      } else if (next.is(Kind.OPERATOR, "@")) {
        whole = fixed(whole);
      } else {
        return whole;
      }
    }
  }

  private Expr range(Expr of) {
    Token bracket = in.take();
    long rangeMillis = positiveDuration();
    if (in.takeIf(":")) {
      long stepMillis = in.at("]") ? 0 : positiveDuration();
      Token end = in.need("]", "subquery selector", "\"]\"");
      return new Subquery(of, rangeMillis, stepMillis, Shift.NONE, of.span().to(end.span()));
    }
    Token end = in.need("]", "subquery or range", "\":\" or \"]\"");
    if (!(of instanceof VectorSelector selector)) {
      throw in.error(bracket.start(), "ranges only allowed for vector selectors");
    }
    if (selector.shift().offsetMillis() != 0) {
      throw in.error(bracket.start(), "no offset modifiers allowed before range");
    }
    if (selector.shift().at() != null) {
      throw in.error(bracket.start(), "no @ modifiers allowed before range");
    }
    return new MatrixSelector(selector, rangeMillis, of.span().to(end.span()));
  }

  private Expr offset(Expr of) {
    Token word = in.take();
    Token sign = in.peek();
    boolean isSigned = sign.is(Kind.OPERATOR, "-") || sign.is(Kind.OPERATOR, "+");
    if (isSigned) {
      in.take();
    }
    long millis = duration("offset");
    Shift shift = shiftOf(of);
    if (shift == null) {
      throw in.error(word.start(), misplaced("offset modifier"));
    }
    if (shift.offsetMillis() != 0) {
      throw in.error(word.start(), "offset may not be set multiple times");
    }
    boolean isLater = sign.is(Kind.OPERATOR, "-");
    return shifted(of, new Shift(isLater ? -millis : millis, shift.at()));
  }

  private Expr fixed(Expr of) {
    Token mark = in.take();
    Shift.At at = in.peek().kind() == Kind.KEYWORD ? bound() : instant();
    Shift shift = shiftOf(of);
    if (shift == null) {
      throw in.error(mark.start(), misplaced("@ modifier"));
    }
    if (shift.at() != null) {
      throw in.error(mark.start(), "@ <timestamp> may not be set multiple times");
    }
    return shifted(of, new Shift(shift.offsetMillis(), at));
  }

  private Shift.At bound() {
    boolean isStart = in.atKeyword("start");
    if (!isStart && !in.atKeyword("end")) {
      throw in.unexpected("@", "timestamp");
    }
    in.take();
    in.need("(", "@", "\"(\"");
    in.need(")", "@", "\")\"");
    return isStart ? Shift.Bound.START : Shift.Bound.END;
  }

  private Shift.At instant() {
    Token sign = in.peek();
    boolean isNegative = sign.is(Kind.OPERATOR, "-");
    if (isNegative || sign.is(Kind.OPERATOR, "+")) {
      in.take();
    }
    Token number = in.peek();
    double seconds = seconds("@", "timestamp");
    double millis = Math.rint(1000 * (isNegative ? -seconds : seconds));
    if (Double.isNaN(millis) || Math.abs(millis) > MILLIS_MAX) {
      throw in.error(
          number.span(), "timestamp out of bounds for @ modifier: " + Numbers.format(seconds));
    }
    return new Shift.Instant((long) millis);
  }

  private static String misplaced(String what) {
    return what
        + " must be preceded by an instant vector selector or range vector selector or a subquery";
  }

  private static @Nullable Shift shiftOf(Expr of) {
    if (of instanceof VectorSelector selector) {
      return selector.shift();
    }
    if (of instanceof MatrixSelector selector) {
      return selector.vector().shift();
    }
    return of instanceof Subquery subquery ? subquery.shift() : null;
  }

  private static Expr shifted(Expr of, Shift shift) {
    if (of instanceof VectorSelector selector) {
      return selector.with(shift);
    }
    if (of instanceof MatrixSelector selector) {
      return new MatrixSelector(
          selector.vector().with(shift), selector.rangeMillis(), selector.span());
    }
    Subquery subquery = (Subquery) of;
    return new Subquery(
        subquery.inner(), subquery.rangeMillis(), subquery.stepMillis(), shift, subquery.span());
  }

  private long positiveDuration() {
    Token first = in.peek();
    long millis = duration("subquery or range");
    if (millis <= 0) {
      throw in.error(first.span(), "duration must be greater than 0");
    }
    return millis;
  }

  /** Prometheus 3 takes a number for its seconds. */
  private long duration(String context) {
    Token next = in.peek();
    if (next.kind() == Kind.NUMBER && mode == Mode.V2) {
      throw in.error(next.span(), "missing unit character in duration");
    }
    double seconds = seconds(context, "duration");
    double millis = Math.rint(seconds * 1000);
    if (Double.isNaN(millis) || Math.abs(millis) > MILLIS_MAX) {
      throw in.error(next.span(), "duration out of range");
    }
    return next.kind() == Kind.DURATION ? millis(next) : (long) millis;
  }

  private double seconds(String context, String expected) {
    Token next = in.peek();
    boolean isDuration =
        next.kind() == Kind.DURATION && (mode == Mode.V3 || expected.equals("duration"));
    if (next.kind() != Kind.NUMBER && !isDuration) {
      throw in.unexpected(context, expected);
    }
    in.take();
    return valueOf(next);
  }

  /** The number that a word is, or the seconds of a duration. */
  double valueOf(Token word) {
    return word.kind() == Kind.DURATION
        ? millis(word) / 1000.0
        : Numbers.parse(word.text(), mode == Mode.V3).orElseThrow();
  }

  private long millis(Token word) {
    try {
      return Durations.parse(word.text());
    } catch (IllegalArgumentException e) {
      throw in.error(word.span(), String.valueOf(e.getMessage()));
    }
  }
}
