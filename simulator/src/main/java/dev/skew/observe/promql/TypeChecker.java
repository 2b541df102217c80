package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.Matching;
import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.NumberLiteral;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.StringLiteral;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.Unary;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;

/** Says of what type expressions are, and refuses those whose parts do not fit. */
final class TypeChecker {

  private final String text;

  private TypeChecker(String text) {
    this.text = text;
  }

  /**
   * Checks an expression and all of its parts.
   *
   * @throws PromqlParseException with the first part that does not fit
   */
  static void check(Expr expression, String text) {
    new TypeChecker(text).checkAll(expression);
  }

  /** What an expression yields, if it is well typed. */
  static ValueType typeOf(Expr expression) {
    if (expression instanceof NumberLiteral) {
      return ValueType.SCALAR;
    }
    if (expression instanceof StringLiteral) {
      return ValueType.STRING;
    }
    if (expression instanceof Parens parens) {
      return typeOf(parens.inner());
    }
    if (expression instanceof Unary unary) {
      return typeOf(unary.operand());
    }
    if (expression instanceof Call call) {
      return call.function().result();
    }
    if (expression instanceof Binary binary) {
      boolean isScalar =
          typeOf(binary.left()) == ValueType.SCALAR && typeOf(binary.right()) == ValueType.SCALAR;
      return isScalar ? ValueType.SCALAR : ValueType.VECTOR;
    }
    boolean isMatrix = expression instanceof MatrixSelector || expression instanceof Subquery;
    return isMatrix ? ValueType.MATRIX : ValueType.VECTOR;
  }

  private void checkAll(Expr expression) {
    expression.children().forEach(this::checkAll);
    if (expression instanceof Binary binary) {
      checkBinary(binary);
    } else if (expression instanceof Aggregate aggregate) {
      checkAggregate(aggregate);
    } else if (expression instanceof Call call) {
      checkCall(call);
    } else if (expression instanceof Unary unary) {
      checkUnary(unary);
    } else if (expression instanceof Subquery subquery) {
      ValueType type = typeOf(subquery.inner());
      require(
          type == ValueType.VECTOR,
          subquery,
          "subquery is only allowed on instant vector, got " + type.words() + " instead");
    } else if (expression instanceof VectorSelector selector) {
      checkSelector(selector);
    }
  }

  private void checkBinary(Binary binary) {
    ValueType left = typeOf(binary.left());
    ValueType right = typeOf(binary.right());
    boolean bothScalar = left == ValueType.SCALAR && right == ValueType.SCALAR;
    require(
        isNumeric(left),
        binary.left(),
        "binary expression must contain only scalar and instant vector types");
    require(
        isNumeric(right),
        binary.right(),
        "binary expression must contain only scalar and instant vector types");
    if (binary.operator().isComparison() && !binary.isBool() && bothScalar) {
      throw PromqlParseException.at(
          operatorStart(binary), text, "comparisons between scalars must use BOOL modifier");
    }
    boolean bothVector = left == ValueType.VECTOR && right == ValueType.VECTOR;
    require(
        bothVector || binary.matching().isDefault(),
        binary,
        "vector matching only allowed between instant vectors");
    require(
        bothVector || !binary.operator().isSet(),
        binary,
        "set operator \"%s\" not allowed in binary scalar expression"
            .formatted(binary.operator().symbol()));
    checkMatching(binary);
  }

  private int operatorStart(Binary binary) {
    int place = binary.left().span().end();
    while (Character.isWhitespace(text.charAt(place))) {
      place++;
    }
    return place;
  }

  private void checkMatching(Binary binary) {
    Matching matching = binary.matching();
    if (!matching.isOn()) {
      return;
    }
    for (String label : matching.labels()) {
      if (matching.included().contains(label)) {
        throw PromqlParseException.at(
            operatorStart(binary),
            text,
            "label %s must not occur in ON and GROUP clause at once"
                .formatted(Quotes.quote(label)));
      }
    }
  }

  private static boolean isNumeric(ValueType type) {
    return type == ValueType.SCALAR || type == ValueType.VECTOR;
  }

  private void checkAggregate(Aggregate aggregate) {
    requireType(aggregate.operand(), ValueType.VECTOR, "aggregation expression");
    ValueType parameter = aggregate.operator().parameter();
    if (parameter != null && aggregate.parameter() != null) {
      requireType(aggregate.parameter(), parameter, "aggregation parameter");
    }
  }

  private void checkCall(Call call) {
    Signature function = call.function();
    int given = call.arguments().size();
    int most = function.parameters().size();
    int least = function.argumentsMin();
    if (function.optional() == 0) {
      require(
          given == most, call, count("expected %d argument(s) in call to %s, got %d", most, call));
    }
    require(
        given >= least,
        call,
        count("expected at least %d argument(s) in call to %s, got %d", least, call));
    require(
        function.isVariadic() || given <= most,
        call,
        count("expected at most %d argument(s) in call to %s, got %d", most, call));
    for (int i = 0; i < given; i++) {
      requireType(
          call.arguments().get(i),
          function.parameter(i),
          "call to function " + Quotes.quote(function.name()));
    }
  }

  private static String count(String words, int expected, Call call) {
    return words.formatted(expected, Quotes.quote(call.function().name()), call.arguments().size());
  }

  private void checkUnary(Unary unary) {
    ValueType type = typeOf(unary.operand());
    require(
        isNumeric(type),
        unary,
        "unary expression only allowed on expressions of type scalar or instant vector, got "
            + Quotes.quote(type.words()));
  }

  private void checkSelector(VectorSelector selector) {
    if (!selector.metric().isEmpty()) {
      for (LabelMatcher each : selector.matchers()) {
        require(
            !each.name().equals(Labels.NAME),
            selector,
            "metric name must not be set twice: %s or %s"
                .formatted(Quotes.quote(selector.metric()), Quotes.quote(each.value())));
      }
    }
    require(
        selector.allMatchers().stream().anyMatch(each -> !each.matches("")),
        selector,
        "vector selector must contain at least one non-empty matcher");
  }

  private void requireType(Expr expression, ValueType expected, String context) {
    ValueType actual = typeOf(expression);
    require(
        actual == expected,
        expression,
        "expected type %s in %s, got %s".formatted(expected.words(), context, actual.words()));
  }

  private void require(boolean isRight, Expr where, String reason) {
    if (!isRight) {
      throw PromqlParseException.at(where.span().start(), text, reason);
    }
  }
}
