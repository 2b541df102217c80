package dev.skew.observe.promql;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operators between two expressions, and how tightly they bind. */
public enum BinaryOperator {
  OR("or", 1, Family.SET),
  AND("and", 2, Family.SET),
  UNLESS("unless", 2, Family.SET),
  EQUAL("==", 3, Family.COMPARISON),
  NOT_EQUAL("!=", 3, Family.COMPARISON),
  LESS("<", 3, Family.COMPARISON),
  LESS_OR_EQUAL("<=", 3, Family.COMPARISON),
  GREATER(">", 3, Family.COMPARISON),
  GREATER_OR_EQUAL(">=", 3, Family.COMPARISON),
  ADD("+", 4, Family.ARITHMETIC),
  SUBTRACT("-", 4, Family.ARITHMETIC),
  MULTIPLY("*", 5, Family.ARITHMETIC),
  DIVIDE("/", 5, Family.ARITHMETIC),
  MODULO("%", 5, Family.ARITHMETIC),
  ATAN2("atan2", 5, Family.ARITHMETIC),
  POWER("^", 6, Family.ARITHMETIC);

  /** Binds tightest, and to the right. A sign before an operand binds less than it. */
  static final int POWER_PRECEDENCE = 6;

  private static final Map<String, BinaryOperator> BY_SYMBOL =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(BinaryOperator::symbol, Function.identity()));

  private enum Family {
    SET,
    COMPARISON,
    ARITHMETIC
  }

  private final String symbol;
  private final int precedence;
  private final Family family;

  BinaryOperator(String symbol, int precedence, Family family) {
    this.symbol = symbol;
    this.precedence = precedence;
    this.family = family;
  }

  static @Nullable BinaryOperator of(String symbol) {
    return BY_SYMBOL.get(symbol);
  }

  public String symbol() {
    return symbol;
  }

  int precedence() {
    return precedence;
  }

  public boolean isSet() {
    return family == Family.SET;
  }

  public boolean isComparison() {
    return family == Family.COMPARISON;
  }

  /** Whether what it yields is no longer the metric; 2.42 forgot one operator. */
  boolean dropsName(boolean isBool, Mode mode) {
    boolean isForgotten = this == ATAN2 && mode == Mode.V2;
    return isComparison() ? isBool : !isForgotten;
  }

  /** The value of an arithmetic operator; a comparison's is 1 where it holds and 0 elsewhere. */
  double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case ATAN2 -> StrictMath.atan2(left, right);
      case POWER -> power(left, right);
      default -> holds(left, right) ? 1 : 0;
    };
  }

  /** Whether a comparison holds. */
  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      default -> throw new IllegalStateException(symbol + " compares nothing");
    };
  }

  /** C's and Go's {@code pow}: one to any power, and minus one to an infinite one, is one. */
  private static double power(double base, double exponent) {
    boolean isOne = base == 1 || (base == -1 && Double.isInfinite(exponent));
    return isOne ? 1 : StrictMath.pow(base, exponent);
  }
}
