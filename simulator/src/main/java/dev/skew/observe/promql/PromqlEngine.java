package dev.skew.observe.promql;

import dev.skew.observe.promql.PromqlResult.Matrix;
import dev.skew.observe.promql.PromqlResult.Points;
import dev.skew.observe.promql.PromqlResult.Sample;
import dev.skew.observe.promql.Value.Scalar;
import dev.skew.observe.promql.Value.Text;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import dev.skew.observe.telemetry.Samples;
import dev.skew.observe.telemetry.SeriesSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads PromQL and answers it from series. */
public final class PromqlEngine {

  private final PromqlOptions options;

  public PromqlEngine(PromqlOptions options) {
    this.options = options;
  }

  /**
   * Reads an expression and checks its types.
   *
   * @throws PromqlParseException with the first mistake and its place
   */
  public Expr parse(String expression) {
    return Parser.parse(expression, options.mode());
  }

  /** The text of an expression in its one canonical form, which reads back equal. */
  public static String format(Expr expression) {
    return Printer.print(expression);
  }

  public static ValueType typeOf(Expr expression) {
    return TypeChecker.typeOf(expression);
  }

  /**
   * What an expression yields at one time.
   *
   * @param atMillis since the epoch
   * @throws PromqlQueryException where there is no answer over these series
   */
  public PromqlResult instant(Expr expression, SeriesSource source, long atMillis) {
    Steps steps = Steps.once(atMillis);
    Evaluator evaluator = new Evaluator(options, source, atMillis, atMillis);
    if (typeOf(expression) == ValueType.MATRIX) {
      return selected(expression, evaluator, steps);
    }
    Value value = evaluator.evaluate(expression, steps);
    if (value instanceof Scalar scalar) {
      return new PromqlResult.Scalar(atMillis, scalar.values()[0]);
    }
    if (value instanceof Text text) {
      return new PromqlResult.Text(atMillis, text.text());
    }
    List<Sample> samples = new ArrayList<>();
    for (Column each : named((Vector) value).columns()) {
      samples.add(new Sample(each.labels(), atMillis, each.values()[0]));
    }
    return new PromqlResult.Vector(samples);
  }

  /**
   * What an expression yields at each step of a span, both ends included.
   *
   * @throws PromqlQueryException where there is no answer over these series, or too long a one
   */
  public Matrix range(
      Expr expression, SeriesSource source, long startMillis, long endMillis, long stepMillis) {
    Steps steps = steps(startMillis, endMillis, stepMillis);
    ValueType type = typeOf(expression);
    if (type == ValueType.MATRIX || type == ValueType.STRING) {
      throw new PromqlQueryException(
          "invalid expression type %s for range query, must be Scalar or instant Vector"
              .formatted(Quotes.quote(type.words())));
    }
    Evaluator evaluator = new Evaluator(options, source, startMillis, endMillis);
    Value value = evaluator.evaluate(expression, steps);
    if (value instanceof Scalar scalar) {
      return new Matrix(List.of(points(Labels.EMPTY, scalar.values(), steps)));
    }
    List<Points> series = new ArrayList<>();
    for (Column each : named((Vector) value).columns()) {
      series.add(points(each.labels(), each.values(), steps));
    }
    series.sort(Comparator.comparing(Points::labels));
    return new Matrix(series);
  }

  private Steps steps(long startMillis, long endMillis, long stepMillis) {
    if (stepMillis <= 0) {
      throw new PromqlQueryException(
          "zero or negative query resolution step widths are not accepted."
              + " Try a positive integer");
    }
    if (endMillis < startMillis) {
      throw new PromqlQueryException("end timestamp must not be before start time");
    }
    long count = (endMillis - startMillis) / stepMillis + 1;
    if (count > options.limits().points()) {
      throw new PromqlQueryException(
          "exceeded maximum resolution of %,d points per timeseries."
                  .formatted(options.limits().points())
              + " Try decreasing the query resolution (?step=XX)");
    }
    return new Steps(startMillis, stepMillis, (int) count);
  }

  /** A range selector by itself shows the samples that it selects. */
  private static Matrix selected(Expr expression, Evaluator evaluator, Steps steps) {
    List<Samples> shown = new ArrayList<>();
    RangeFunction show =
        window -> {
          Samples samples = new Samples(window.size());
          for (int i = 0; i < window.size(); i++) {
            samples.add(window.millis(i), window.value(i));
          }
          shown.add(samples);
          return 1;
        };
    List<Column> columns = evaluator.selection().overWindows(expression, steps, show);
    List<Points> named = new ArrayList<>();
    for (Column each : columns) {
      if (each.isPresentAt(0)) {
        named.add(new Points(each.labels(), shown.get(named.size())));
      }
    }
    return new Matrix(named);
  }

  private Vector named(Vector vector) {
    if (vector.columns().stream().noneMatch(Column::losesName)) {
      return vector;
    }
    ColumnBuilder columns = new ColumnBuilder(false);
    for (Column each : vector.columns()) {
      Labels labels = each.losesName() ? each.labels().withoutName() : each.labels();
      columns.add(labels, each.values(), false);
    }
    return columns.build();
  }

  private static Points points(Labels labels, double[] values, Steps steps) {
    Samples present = new Samples(values.length);
    for (int i = 0; i < values.length; i++) {
      if (Column.isPresent(values[i])) {
        present.add(steps.millisAt(i), values[i]);
      }
    }
    return new Points(labels, present);
  }
}
