package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.Grouping;
import dev.skew.observe.promql.Expr.Matching;
import dev.skew.observe.promql.Expr.NumberLiteral;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.StringLiteral;
import dev.skew.observe.promql.Expr.Unary;
import dev.skew.observe.promql.Token.Kind;
import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions: recursive descent, with precedence climbing between operands. A sign binds as
 * {@code *} does, so {@code -1^2} is -1.
 */
final class Parser {

  /** Longer than any that people or generators of rules write. */
  static final int LENGTH_MAX = 128 * 1024;

  /** Deep enough for all that is written by hand, and safe on a stack of 512 KiB. */
  static final int DEPTH_MAX = 300;

  private final TokenReader in;
  private final Mode mode;
  private final SelectorParser selectors;
  private int depth;
  private int aggregates;

  private Parser(String text, Mode mode) {
    this.in = new TokenReader(text, mode);
    this.mode = mode;
    this.selectors = new SelectorParser(in, mode);
  }

  /**
   * Reads an expression and checks its types.
   *
   * @throws PromqlParseException with the first mistake and its place
   */
  static Expr parse(String text, Mode mode) {
    if (text.length() > LENGTH_MAX) {
      throw PromqlParseException.at(
          0,
          text,
          "expression has %d characters, more than %d".formatted(text.length(), LENGTH_MAX));
    }
    Expr expression = new Parser(text, mode).whole();
    requireShallow(expression, text);
    TypeChecker.check(expression, text);
    return expression;
  }

  /** The labels of a series that is written as a selector. */
  static Labels labels(String series, Mode mode) {
    Parser parser = new Parser(series, mode);
    boolean isNamed = !parser.in.at("{");
    Token name = isNamed ? parser.in.takeName() : null;
    Map<String, String> labels = new TreeMap<>();
    for (LabelMatcher each : parser.selectors.vector(name).allMatchers()) {
      if (each.kind() != LabelMatcher.Kind.EQUAL) {
        throw parser.in.error(0, "a series has labels and values, not " + each);
      }
      labels.put(each.name(), each.value());
    }
    if (parser.in.peek().kind() != Kind.END) {
      throw parser.in.unexpected("series", "");
    }
    return Labels.of(labels);
  }

  private Expr whole() {
    if (in.peek().kind() == Kind.END) {
      throw in.error(0, "no expression found in input");
    }
    Expr expression = operation(1);
    if (in.peek().kind() != Kind.END) {
      throw unexpected();
    }
    return expression;
  }

  /** A chain of operators nests to the left without any parentheses. */
  private static void requireShallow(Expr root, String text) {
    Deque<Expr> expressions = new ArrayDeque<>(List.of(root));
    Deque<Integer> depths = new ArrayDeque<>(List.of(1));
    while (!expressions.isEmpty()) {
      Expr expression = expressions.pop();
      int depth = depths.pop();
      if (depth > DEPTH_MAX) {
        throw PromqlParseException.at(expression.span().start(), text, tooDeep());
      }
      for (Expr child : expression.children()) {
        expressions.push(child);
        depths.push(depth + 1);
      }
    }
  }

  private static String tooDeep() {
    return "expression nests deeper than " + DEPTH_MAX + " levels";
  }

  /** Operands and the operators between them that bind at least as tightly as told. */
  private Expr operation(int precedenceMin) {
    Expr left = operand();
    while (true) {
      BinaryOperator operator = nextOperator();
      if (operator == null || operator.precedence() < precedenceMin) {
        return left;
      }
      Token symbol = in.take();
      boolean isBool = in.atKeyword("bool");
      if (isBool) {
        in.take();
      }
      Matching matching = matching(operator, left.span());
      boolean bindsRight = operator == BinaryOperator.POWER;
      enter(symbol);
      Expr right = operation(operator.precedence() + (bindsRight ? 0 : 1));
      depth--;
      left = binary(symbol, left, right, isBool, matching);
    }
  }

  private Binary binary(Token symbol, Expr left, Expr right, boolean isBool, Matching matching) {
    BinaryOperator operator = BinaryOperator.of(symbol.text());
    if (operator == null) {
      throw unexpected();
    }
    if (isBool && !operator.isComparison()) {
      throw in.error(symbol.start(), "bool modifier can only be used on comparison operators");
    }
    return new Binary(operator, left, right, isBool, matching, left.span().to(right.span()));
  }

  private @Nullable BinaryOperator nextOperator() {
    Token next = in.peek();
    return next.kind() == Kind.OPERATOR ? BinaryOperator.of(next.text()) : null;
  }

  private Matching matching(BinaryOperator operator, Span left) {
    if (!in.atKeyword("on") && !in.atKeyword("ignoring")) {
      return Matching.DEFAULT;
    }
    boolean isOn = in.take().isKeyword("on");
    List<String> labels = labels();
    Matching.Many many = Matching.Many.NONE;
    List<String> included = List.of();
    if (in.atKeyword("group_left") || in.atKeyword("group_right")) {
      Token word = in.take();
      if (operator.isSet()) {
        throw in.error(
            left, "no grouping allowed for \"%s\" operation".formatted(operator.symbol()));
      }
      many = word.isKeyword("group_left") ? Matching.Many.LEFT : Matching.Many.RIGHT;
      included = in.at("(") ? labels() : List.of();
    }
    return new Matching(isOn, labels, many, included);
  }

  private Expr operand() {
    Token sign = in.peek();
    boolean isNegative = sign.is(Kind.OPERATOR, "-");
    if (!isNegative && !sign.is(Kind.OPERATOR, "+")) {
      return selectors.suffixes(primary());
    }
    in.take();
    enter(sign);
    Expr operand = operation(BinaryOperator.POWER_PRECEDENCE);
    depth--;
    Span span = sign.span().to(operand.span());
    if (operand instanceof NumberLiteral number) {
      return new NumberLiteral(isNegative ? -number.value() : number.value(), span);
    }
    return new Unary(isNegative, operand, span);
  }

  private void enter(Token at) {
    if (++depth > DEPTH_MAX) {
      throw in.error(at.start(), tooDeep());
    }
  }

  private Expr primary() {
    Token next = in.peek();
    return switch (next.kind()) {
      case NUMBER -> number();
      case DURATION -> duration();
      case STRING -> new StringLiteral(in.take().text(), next.span());
      case AGGREGATE -> isAggregation() ? aggregate() : selectors.vector(in.takeName());
      case IDENTIFIER ->
          in.peekSecond().isPunctuation("(") ? call() : selectors.vector(in.takeName());
      case METRIC -> selectors.vector(in.takeName());
      case KEYWORD, OPERATOR -> metricNamedLikeAKeyword(next);
      case PUNCTUATION -> punctuated(next);
      case END, ERROR -> throw unexpected();
    };
  }

  private NumberLiteral number() {
    Token word = in.take();
    return new NumberLiteral(selectors.valueOf(word), word.span());
  }

  private NumberLiteral duration() {
    if (mode == Mode.V2) {
      throw unexpected();
    }
    return number();
  }

  private Expr metricNamedLikeAKeyword(Token word) {
    if (!isMetricName(word)) {
      throw unexpected();
    }
    return selectors.vector(in.takeName());
  }

  private static boolean isMetricName(Token word) {
    return switch (word.text()) {
      case "by", "without", "offset", "start", "end", "and", "or", "unless" -> true;
      default -> false;
    };
  }

  private Expr punctuated(Token mark) {
    if (mark.isPunctuation("{")) {
      return selectors.vector(null);
    }
    if (!mark.isPunctuation("(")) {
      throw unexpected();
    }
    in.take();
    enter(mark);
    Expr inner = operation(1);
    depth--;
    Token end = in.need(")", context(), "");
    return new Parens(inner, mark.span().to(end.span()));
  }

  private boolean isAggregation() {
    Token second = in.peekSecond();
    return second.isPunctuation("(") || second.isKeyword("by") || second.isKeyword("without");
  }

  private Aggregate aggregate() {
    Token name = in.take();
    AggregateOperator operator = AggregateOperator.of(name.text());
    Grouping before = grouping();
    aggregates++;
    List<Expr> arguments = arguments(name);
    aggregates--;
    Grouping grouping = before == null ? grouping() : before;
    if (operator == null) {
      throw unexpected();
    }
    requireArguments(operator, arguments.size(), name);
    boolean hasParameter = operator.parameter() != null;
    Expr operand = arguments.get(hasParameter ? 1 : 0);
    return new Aggregate(
        operator,
        operand,
        hasParameter ? arguments.get(0) : null,
        grouping == null ? Grouping.ALL : grouping,
        name.span().to(in.last()));
  }

  private void requireArguments(AggregateOperator operator, int given, Token name) {
    int needed = operator.parameter() == null ? 1 : 2;
    if (given == 0) {
      throw in.error(name.start(), "no arguments for aggregate expression provided");
    }
    if (given != needed) {
      throw in.error(
          name.start(),
          "wrong number of arguments for aggregate expression provided, expected %d, got %d"
              .formatted(needed, given));
    }
  }

  private @Nullable Grouping grouping() {
    boolean isWithout = in.atKeyword("without");
    if (!isWithout && !in.atKeyword("by")) {
      return null;
    }
    in.take();
    return new Grouping(labels(), isWithout);
  }

  private List<String> labels() {
    return in.list("grouping opts", "\",\" or \")\"", this::label);
  }

  /** Labels may be called as keywords are. */
  private String label() {
    Token next = in.peek();
    boolean isQuoted = next.kind() == Kind.STRING && mode == Mode.V3;
    boolean isWord =
        switch (next.kind()) {
          case IDENTIFIER, AGGREGATE, KEYWORD -> true;
          case OPERATOR, NUMBER -> Lexer.isLabelName(next.text());
          default -> false;
        };
    if (!isQuoted && !isWord) {
      throw in.unexpected("grouping opts", "label");
    }
    return in.takeLabel();
  }

  private Call call() {
    Token name = in.take();
    List<Expr> arguments = arguments(name);
    Signature function = Signatures.of(name.text(), mode);
    if (function == null) {
      throw in.error(name.start(), "unknown function with name " + Quotes.quote(name.text()));
    }
    return new Call(function, arguments, name.span().to(in.last()));
  }

  private List<Expr> arguments(Token name) {
    in.need("(", context(), "");
    enter(name);
    List<Expr> arguments = new ArrayList<>();
    while (!in.at(")")) {
      arguments.add(operation(1));
      Token next = in.peek();
      if (in.takeIf(",")) {
        requireArgument(next);
      } else if (!in.at(")")) {
        throw unexpected();
      }
    }
    in.take();
    depth--;
    return arguments;
  }

  private void requireArgument(Token comma) {
    Token next = in.peek();
    boolean isSign = next.is(Kind.OPERATOR, "-") || next.is(Kind.OPERATOR, "+");
    boolean begins =
        switch (next.kind()) {
          case PUNCTUATION -> in.at("(") || in.at("{");
          case OPERATOR, KEYWORD -> isSign || isMetricName(next);
          case END, ERROR -> false;
          default -> true;
        };
    if (!begins) {
      throw in.error(comma.start(), "trailing commas not allowed in function call args");
    }
  }

  private PromqlParseException unexpected() {
    return in.unexpected(context(), "");
  }

  /** Prometheus's grammar notices mistakes where the innermost aggregation is. */
  private String context() {
    return aggregates > 0 ? "aggregation" : "";
  }
}
