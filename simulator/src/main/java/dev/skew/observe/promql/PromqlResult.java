package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Labels;
import dev.skew.observe.telemetry.Samples;
import java.util.List;

/** The answer to a query. */
public sealed interface PromqlResult {

  /** How answers of the HTTP interface call this kind. */
  ValueType type();

  record Scalar(long atMillis, double value) implements PromqlResult {

    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  record Text(long atMillis, String value) implements PromqlResult {

    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /** In the order of evaluation, which {@code sort} and {@code topk} decide. */
  record Vector(List<Sample> samples) implements PromqlResult {

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }
  }

  /** In the order of the labels. */
  record Matrix(List<Points> series) implements PromqlResult {

    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }
  }

  record Sample(Labels labels, long atMillis, double value) {}

  /** One series of a matrix. */
  record Points(Labels labels, Samples samples) {}
}
