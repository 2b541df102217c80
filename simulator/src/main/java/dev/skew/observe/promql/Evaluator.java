package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Expr.NumberLiteral;
import dev.skew.observe.promql.Expr.Parens;
import dev.skew.observe.promql.Expr.StringLiteral;
import dev.skew.observe.promql.Expr.Unary;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.promql.Value.Scalar;
import dev.skew.observe.promql.Value.Text;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.SeriesSource;

/**
 * Evaluates one query. Each node of the tree is evaluated once for all steps, into columns: labels
 * are touched once for each series, and samples are read once.
 */
final class Evaluator {

  private final PromqlOptions options;
  private final Budget budget;
  private final Selection selection;

  Evaluator(PromqlOptions options, SeriesSource source, long startMillis, long endMillis) {
    this.options = options;
    this.budget = new Budget(options.limits().samples());
    this.selection = new Selection(this, new SampleCache(source, budget), startMillis, endMillis);
  }

  PromqlOptions options() {
    return options;
  }

  Mode mode() {
    return options.mode();
  }

  Budget budget() {
    return budget;
  }

  ColumnBuilder newColumns() {
    return new ColumnBuilder(options.delaysNames());
  }

  Value evaluate(Expr expression, Steps steps) {
    if (steps.count() > 1 && Invariance.isInvariant(expression)) {
      Value once = compute(expression, Steps.once(steps.firstMillis()));
      return held(once.repeated(steps.count()), steps);
    }
    return held(compute(expression, steps), steps);
  }

  private Value held(Value value, Steps steps) {
    long columns = value instanceof Vector vector ? vector.columns().size() : 1;
    budget.take(columns * steps.count());
    return value;
  }

  private Value compute(Expr expression, Steps steps) {
    if (expression instanceof NumberLiteral number) {
      return Scalar.of(number.value(), steps.count());
    }
    if (expression instanceof StringLiteral string) {
      return new Text(string.value());
    }
    if (expression instanceof Parens parens) {
      return evaluate(parens.inner(), steps);
    }
    if (expression instanceof Unary unary) {
      return signed(unary, steps);
    }
    if (expression instanceof Binary binary) {
      Value left = evaluate(binary.left(), steps);
      Value right = evaluate(binary.right(), steps);
      return new BinaryOperation(binary, mode(), newColumns()).apply(left, right, steps.count());
    }
    if (expression instanceof Aggregate aggregate) {
      return Aggregation.of(aggregate, this, steps);
    }
    if (expression instanceof Call call) {
      return Functions.body(call.function().name()).apply(call, steps, this);
    }
    if (expression instanceof VectorSelector selector) {
      return selection.instant(selector, steps);
    }
    throw new IllegalStateException("a range vector has no value of its own: " + expression);
  }

  private Value signed(Unary unary, Steps steps) {
    Value operand = evaluate(unary.operand(), steps);
    if (!unary.isNegative()) {
      return operand;
    }
    if (operand instanceof Scalar scalar) {
      return new Scalar(negated(scalar.values()));
    }
    ColumnBuilder columns = newColumns();
    for (Column each : ((Vector) operand).columns()) {
      columns.addNameless(each, negated(each.values()));
    }
    return columns.build();
  }

  private static double[] negated(double[] values) {
    double[] negated = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      negated[i] = Column.isAbsent(values[i]) ? values[i] : -values[i];
    }
    return negated;
  }

  Vector vector(Expr expression, Steps steps) {
    return (Vector) evaluate(expression, steps);
  }

  double[] scalar(Expr expression, Steps steps) {
    return ((Scalar) evaluate(expression, steps)).values();
  }

  String text(Expr expression) {
    return ((Text) evaluate(expression, Steps.once(0))).text();
  }

  Selection selection() {
    return selection;
  }
}
