package dev.skew.observe.promql;

import java.util.Arrays;
import java.util.List;

/** What an expression yields at all steps at once. */
sealed interface Value {

  /** The same at each of many steps, of a value that has one. */
  Value repeated(int steps);

  /** One number for each step. */
  final class Scalar implements Value {

    private final double[] values;

    Scalar(double[] values) {
      this.values = values;
    }

    double[] values() {
      return values;
    }

    static Scalar of(double value, int steps) {
      double[] values = new double[steps];
      Arrays.fill(values, value);
      return new Scalar(values);
    }

    @Override
    public Value repeated(int steps) {
      return of(values[0], steps);
    }
  }

  record Text(String text) implements Value {

    @Override
    public Value repeated(int steps) {
      return this;
    }
  }

  record Vector(List<Column> columns) implements Value {

    @Override
    public Value repeated(int steps) {
      return new Vector(
          columns.stream()
              .map(
                  each -> {
                    double[] values = new double[steps];
                    Arrays.fill(values, each.values()[0]);
                    return new Column(each.labels(), values, each.losesName());
                  })
              .toList());
    }
  }
}
