package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.Subquery;
import dev.skew.observe.promql.Expr.VectorSelector;
import java.util.Set;

/** Which expressions have one value at all steps, so that they are evaluated once. */
final class Invariance {

  /** They ask when they are evaluated, or have a form that does. */
  private static final Set<String> TIME_DEPENDENT =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp");

  private Invariance() {}

  static boolean isInvariant(Expr expression) {
    if (expression instanceof VectorSelector selector) {
      return selector.shift().at() != null;
    }
    if (expression instanceof MatrixSelector selector) {
      return selector.vector().shift().at() != null;
    }
    if (expression instanceof Subquery subquery) {
      return subquery.shift().at() != null;
    }
    return !isTimeDependent(expression)
        && expression.children().stream().allMatch(Invariance::isInvariant);
  }

  private static boolean isTimeDependent(Expr expression) {
    return expression instanceof Call call && TIME_DEPENDENT.contains(call.function().name());
  }

  /** Whether any part of an expression asks when it is evaluated. */
  static boolean hasTimeDependence(Expr expression) {
    return isTimeDependent(expression)
        || expression.children().stream().anyMatch(Invariance::hasTimeDependence);
  }
}
