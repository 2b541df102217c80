package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Value.Scalar;
import dev.skew.observe.promql.Value.Vector;

/** An operator between two values that have been computed. */
final class BinaryOperation {

  private final Binary binary;
  private final BinaryOperator operator;
  private final Mode mode;
  private final ColumnBuilder columns;

  BinaryOperation(Binary binary, Mode mode, ColumnBuilder columns) {
    this.binary = binary;
    this.operator = binary.operator();
    this.mode = mode;
    this.columns = columns;
  }

  Value apply(Value left, Value right, int steps) {
    if (left instanceof Scalar one && right instanceof Scalar other) {
      return scalars(one.values(), other.values());
    }
    if (left instanceof Vector vector && right instanceof Scalar scalar) {
      return vectorAndScalar(vector, scalar.values(), true);
    }
    if (left instanceof Scalar scalar && right instanceof Vector vector) {
      return vectorAndScalar(vector, scalar.values(), false);
    }
    Vector one = (Vector) left;
    Vector other = (Vector) right;
    return operator.isSet()
        ? new SetOperation(binary, columns).apply(one, other, steps)
        : new VectorMatching(binary, mode, columns, steps).apply(one, other);
  }

  private Scalar scalars(double[] left, double[] right) {
    double[] values = new double[left.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = operator.apply(left[i], right[i]);
    }
    return new Scalar(values);
  }

  private Vector vectorAndScalar(Vector vector, double[] scalars, boolean isVectorLeft) {
    boolean isFilter = operator.isComparison() && !binary.isBool();
    for (Column each : vector.columns()) {
      double[] values = new double[scalars.length];
      for (int i = 0; i < values.length; i++) {
        double value = each.values()[i];
        double result =
            isVectorLeft ? operator.apply(value, scalars[i]) : operator.apply(scalars[i], value);
        values[i] = isFilter ? filtered(value, result) : result;
        values[i] = Column.isAbsent(value) ? value : values[i];
      }
      if (operator.dropsName(binary.isBool(), mode)) {
        columns.addNameless(each, values);
      } else {
        columns.add(each.labels(), values, each.losesName());
      }
    }
    return columns.build();
  }

  private static double filtered(double value, double holds) {
    return holds == 1 ? value : Column.ABSENT;
  }
}
