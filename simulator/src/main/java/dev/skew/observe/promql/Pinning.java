package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.Shift;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.Unary;
import dev.skew.observe.promql.Expr.VectorSelector;
import org.jspecify.annotations.Nullable;

/** Gives selectors a fixed time, unless they have one or stand in a subquery, which gets it. */
final class Pinning {

  private final Shift.At at;

  private Pinning(Shift.At at) {
    this.at = at;
  }

  static Expr at(Expr expression, long millis) {
    return new Pinning(new Shift.Instant(millis)).pinned(expression);
  }

  private Expr pinned(Expr expression) {
    if (expression instanceof VectorSelector selector) {
      return selector.with(pinned(selector.shift()));
    }
    if (expression instanceof MatrixSelector matrix) {
      VectorSelector vector = matrix.vector();
      return new MatrixSelector(
          vector.with(pinned(vector.shift())), matrix.rangeMillis(), matrix.span());
    }
    if (expression instanceof Subquery subquery) {
      return new Subquery(
          subquery.inner(),
          subquery.rangeMillis(),
          subquery.stepMillis(),
          pinned(subquery.shift()),
          subquery.span());
    }
    return rebuilt(expression);
  }

  private Shift pinned(Shift shift) {
    return shift.at() == null ? new Shift(shift.offsetMillis(), at) : shift;
  }

  private Expr rebuilt(Expr expression) {
    if (expression instanceof Parens parens) {
      return new Parens(pinned(parens.inner()), parens.span());
    }
    if (expression instanceof Unary unary) {
      return new Unary(unary.isNegative(), pinned(unary.operand()), unary.span());
    }
    if (expression instanceof Binary binary) {
      return new Binary(
          binary.operator(),
          pinned(binary.left()),
          pinned(binary.right()),
          binary.isBool(),
          binary.matching(),
          binary.span());
    }
    if (expression instanceof Aggregate aggregate) {
      @Nullable Expr parameter = aggregate.parameter();
      return new Aggregate(
          aggregate.operator(),
          pinned(aggregate.operand()),
          parameter == null ? null : pinned(parameter),
          aggregate.grouping(),
          aggregate.span());
    }
    if (expression instanceof Call call) {
      return new Call(
          call.function(), call.arguments().stream().map(this::pinned).toList(), call.span());
    }
    return expression;
  }
}
