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
import java.util.OptionalDouble;
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
      throw in.error(name.span(), String.valueOf(e.getMessage()));
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
    long rangeMillis = positiveDuration("duration");
    if (in.takeIf(":")) {
      long stepMillis = in.at("]") ? 0 : positiveDuration("duration or \"]\"");
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
    // As in Prometheus, @ start() and @ end() may stand before the range.
    if (selector.shift().at() instanceof Shift.Instant) {
      throw in.error(bracket.start(), "no @ modifiers allowed before range");
    }
    return new MatrixSelector(selector, rangeMillis, of.span().to(end.span()));
  }

  private Expr offset(Expr of) {
    in.take();
    Token sign = in.peek();
    boolean isSigned = sign.is(Kind.OPERATOR, "-") || sign.is(Kind.OPERATOR, "+");
    if (isSigned) {
      in.take();
    }
    long millis = duration("offset", "duration");
    Shift shift = shiftOf(of);
    if (shift == null) {
      throw in.error(of.span(), misplaced("offset modifier"));
    }
    if (shift.offsetMillis() != 0) {
      throw in.error(of.span(), "offset may not be set multiple times");
    }
    boolean isLater = sign.is(Kind.OPERATOR, "-");
    return shifted(of, new Shift(isLater ? -millis : millis, shift.at()));
  }

  private Expr fixed(Expr of) {
    in.take();
    Shift.At at = in.peek().kind() == Kind.KEYWORD ? bound() : instant(of.span());
    Shift shift = shiftOf(of);
    if (shift == null) {
      throw in.error(of.span(), misplaced("@ modifier"));
    }
    if (shift.at() != null) {
      throw in.error(of.span(), "@ <timestamp> may not be set multiple times");
    }
    return shifted(of, new Shift(shift.offsetMillis(), at));
  }

  private Shift.At bound() {
    boolean isStart = in.atKeyword("start");
    if (!isStart && !in.atKeyword("end")) {
      throw in.unexpected("@", "timestamp");
    }
    in.take();
    in.need("(", "@", "timestamp");
    in.need(")", "@", "timestamp");
    return isStart ? Shift.Bound.START : Shift.Bound.END;
  }

  private Shift.At instant(Span of) {
    Token sign = in.peek();
    boolean isNegative = sign.is(Kind.OPERATOR, "-");
    if (isNegative || sign.is(Kind.OPERATOR, "+")) {
      in.take();
    }
    Token number = in.peek();
    boolean isDuration = number.kind() == Kind.DURATION && mode == Mode.V3;
    if (number.kind() != Kind.NUMBER && !isDuration) {
      throw in.unexpected("@", "timestamp");
    }
    in.take();
    double seconds = valueOf(number);
    double millis = Math.rint(1000 * (isNegative ? -seconds : seconds));
    if (Double.isNaN(millis) || Math.abs(millis) > MILLIS_MAX) {
      throw in.error(
          of,
          "timestamp out of bounds for @ modifier: "
              + Numbers.formatFixed(isNegative ? -seconds : seconds));
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

  private long positiveDuration(String expected) {
    Token first = in.peek();
    long millis = duration("subquery selector", expected);
    if (millis <= 0) {
      throw in.error(first.span(), "duration must be greater than 0");
    }
    return millis;
  }

  /** Prometheus 3 takes a number for its seconds. */
  private long duration(String context, String expected) {
    Token next = in.peek();
    boolean isNumber = next.kind() == Kind.NUMBER && mode == Mode.V3;
    if (!isNumber && next.kind() != Kind.DURATION) {
      throw in.unexpected(context, expected);
    }
    in.take();
    double seconds = valueOf(next);
    double millis = Math.rint(seconds * 1000);
    if (Double.isNaN(millis) || Math.abs(millis) > MILLIS_MAX) {
      throw in.error(next.span(), "duration out of range");
    }
    return next.kind() == Kind.DURATION ? millis(next) : (long) millis;
  }

  /** The number that a word is, or the seconds of a duration. */
  double valueOf(Token word) {
    if (word.kind() == Kind.DURATION) {
      return millis(word) / 1000.0;
    }
    OptionalDouble value = Numbers.parse(word.text(), mode == Mode.V3);
    return value.orElseThrow(
        () ->
            in.error(
                word.span(),
                "error parsing number: strconv.ParseFloat: parsing %s: invalid syntax"
                    .formatted(Quotes.quote(word.text()))));
  }

  private long millis(Token word) {
    try {
      return Durations.parse(word.text());
    } catch (IllegalArgumentException e) {
      throw in.error(word.span(), String.valueOf(e.getMessage()));
    }
  }
}
