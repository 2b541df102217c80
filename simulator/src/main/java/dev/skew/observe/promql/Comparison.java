package dev.skew.observe.promql;

import dev.skew.observe.promql.PromqlResult.Matrix;
import dev.skew.observe.promql.PromqlResult.Points;
import dev.skew.observe.promql.PromqlResult.Sample;
import dev.skew.observe.promql.PromqlScript.Answer;
import dev.skew.observe.promql.PromqlScript.Evaluate;
import dev.skew.observe.promql.PromqlScript.Row;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds answers against what a script expects, and says where they differ. */
final class Comparison {

  private static final double TOLERANCE = 1e-6;

  private Comparison() {}

  /** What is wrong with the answer to an instant query, or nothing. */
  static @Nullable String of(Answer expected, PromqlResult actual) {
    if (actual instanceof PromqlResult.Scalar scalar) {
      Double number = expected.scalar();
      boolean isRight = number != null && isNear(number, scalar.value());
      return isRight ? null : "expected " + words(expected) + ", got scalar " + scalar.value();
    }
    if (actual instanceof PromqlResult.Text text) {
      boolean isRight = text.value().equals(expected.text());
      return isRight ? null : "expected " + words(expected) + ", got string " + text.value();
    }
    if (actual instanceof PromqlResult.Vector vector) {
      boolean isRight =
          expected.scalar() == null && expected.text() == null && matches(expected, vector);
      return isRight ? null : "expected " + words(expected) + ", got " + words(vector);
    }
    return "a range vector is no answer that can be compared";
  }

  private static boolean matches(Answer expected, PromqlResult.Vector actual) {
    if (expected.rows().size() != actual.samples().size()) {
      return false;
    }
    if (expected.isOrdered()) {
      for (int i = 0; i < actual.samples().size(); i++) {
        if (!isSame(expected.rows().get(i), actual.samples().get(i))) {
          return false;
        }
      }
      return true;
    }
    Map<Labels, Row> rows =
        expected.rows().stream()
            .collect(Collectors.toMap(Row::labels, row -> row, (one, other) -> other));
    return actual.samples().stream().allMatch(each -> isSame(rows.remove(each.labels()), each));
  }

  private static boolean isSame(@Nullable Row row, Sample sample) {
    return row != null
        && row.labels().equals(sample.labels())
        && row.values().length == 1
        && isNear(row.values()[0], sample.value());
  }

  /** What is wrong with the answer to a range query, or nothing. */
  static @Nullable String of(Evaluate evaluate, Matrix actual) {
    int steps = (int) ((evaluate.endMillis() - evaluate.startMillis()) / evaluate.stepMillis()) + 1;
    Map<Labels, double[]> expected = new HashMap<>();
    for (Row row : evaluate.answer().rows()) {
      double[] values = Column.absent(steps);
      System.arraycopy(row.values(), 0, values, 0, Math.min(steps, row.values().length));
      expected.put(row.labels(), values);
    }
    boolean isRight = expected.size() == actual.series().size();
    for (Points series : actual.series()) {
      double[] values = expected.get(series.labels());
      isRight = isRight && values != null && isSame(values, series, evaluate);
    }
    return isRight ? null : "expected " + words(evaluate.answer()) + ", got " + words(actual);
  }

  private static boolean isSame(double[] expected, Points actual, Evaluate evaluate) {
    double[] values = Column.absent(expected.length);
    for (int i = 0; i < actual.samples().size(); i++) {
      long step = (actual.samples().millisAt(i) - evaluate.startMillis()) / evaluate.stepMillis();
      values[(int) step] = actual.samples().valueAt(i);
    }
    for (int i = 0; i < values.length; i++) {
      boolean bothThere = Column.isPresent(values[i]) && Column.isPresent(expected[i]);
      boolean isRight =
          bothThere
              ? isNear(expected[i], values[i])
              : Column.isAbsent(values[i]) && Column.isAbsent(expected[i]);
      if (!isRight) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNear(double expected, double actual) {
    return Nearness.isNear(expected, actual, TOLERANCE);
  }

  private static String words(Answer answer) {
    if (answer.scalar() != null) {
      return "scalar " + answer.scalar();
    }
    if (answer.text() != null) {
      return "string " + answer.text();
    }
    return answer.rows().stream()
        .map(row -> row.labels() + " " + words(row.values()))
        .collect(Collectors.joining("; ", "[", "]"));
  }

  private static String words(double[] values) {
    return Arrays.stream(values)
        .mapToObj(value -> Column.isAbsent(value) ? "_" : Numbers.format(value))
        .collect(Collectors.joining(" "));
  }

  private static String words(PromqlResult.Vector vector) {
    return vector.samples().stream()
        .map(each -> each.labels() + " " + Numbers.format(each.value()))
        .collect(Collectors.joining("; ", "[", "]"));
  }

  static String words(Matrix matrix) {
    List<String> series = new ArrayList<>();
    for (Points each : matrix.series()) {
      List<String> points = new ArrayList<>();
      for (int i = 0; i < each.samples().size(); i++) {
        points.add(Numbers.format(each.samples().valueAt(i)) + "@" + each.samples().millisAt(i));
      }
      series.add(each.labels() + " " + String.join(" ", points));
    }
    return "[" + String.join("; ", series) + "]";
  }
}
