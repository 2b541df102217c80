package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.MatrixSelector;
import dev.skew.observe.promql.Expr.VectorSelector;
import dev.skew.observe.promql.Functions.Body;
import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Functions of whether samples are there, and of when they were taken. */
final class PresenceFunctions {

  private PresenceFunctions() {}

  static void addTo(Map<String, Body> bodies) {
    bodies.put(
        "absent",
        (call, steps, evaluator) ->
            absent(
                call.arguments().get(0),
                evaluator.vector(call.arguments().get(0), steps).columns(),
                steps,
                evaluator));
    bodies.put(
        "absent_over_time",
        (call, steps, evaluator) ->
            absent(
                call.arguments().get(0),
                evaluator
                    .selection()
                    .overWindows(call.arguments().get(0), steps, OverTimeFunctions::present),
                steps,
                evaluator));
    bodies.put(
        "timestamp",
        (call, steps, evaluator) -> timestamp(call.arguments().get(0), steps, evaluator));
  }

  private static Value absent(
      Expr argument, List<Column> columns, Steps steps, Evaluator evaluator) {
    double[] values = new double[steps.count()];
    Arrays.fill(values, 1);
    for (Column each : columns) {
      for (int i = 0; i < values.length; i++) {
        if (each.isPresentAt(i)) {
          values[i] = Column.ABSENT;
        }
      }
    }
    ColumnBuilder result = evaluator.newColumns();
    result.add(labelsOf(Selection.unwrapped(argument)), values, false);
    return result.build();
  }

  /** What the selector says for certain: labels that must be equal to one value. */
  private static Labels labelsOf(Expr argument) {
    List<LabelMatcher> matchers = List.of();
    if (argument instanceof VectorSelector selector) {
      matchers = selector.matchers();
    } else if (argument instanceof MatrixSelector selector) {
      matchers = selector.vector().matchers();
    }
    Map<String, String> labels = new TreeMap<>();
    Set<String> seen = new HashSet<>(Set.of(Labels.NAME));
    for (LabelMatcher each : matchers) {
      if (seen.add(each.name()) && each.kind() == LabelMatcher.Kind.EQUAL) {
        labels.put(each.name(), each.value());
      } else {
        labels.remove(each.name());
      }
    }
    return Labels.of(labels);
  }

  /** Of a selector, when its samples were taken; of all else, when it is evaluated. */
  private static Value timestamp(Expr argument, Steps steps, Evaluator evaluator) {
    ColumnBuilder columns = evaluator.newColumns();
    if (Selection.unwrapped(argument) instanceof VectorSelector selector) {
      for (Column each : evaluator.selection().timestamps(selector, steps).columns()) {
        columns.addNameless(each, each.values());
      }
      return columns.build();
    }
    return Functions.mappedByStep(
        evaluator.vector(argument, steps), columns, (value, step) -> steps.millisAt(step) / 1000.0);
  }
}
