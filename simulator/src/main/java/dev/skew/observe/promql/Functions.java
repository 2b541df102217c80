package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Value.Vector;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** What functions do, by name. */
final class Functions {

  private static final Map<String, Body> BODIES = new HashMap<>();

  /** Evaluates a call at all steps. */
  @FunctionalInterface
  interface Body {

    Value apply(Call call, Steps steps, Evaluator evaluator);
  }

  /** Makes a function of windows for a call, whose other arguments it may evaluate. */
  @FunctionalInterface
  interface Ranging {

    RangeFunction of(Call call, Steps steps, Evaluator evaluator);
  }

  private Functions() {}

  static {
    MathFunctions.addTo(BODIES);
    CalendarFunctions.addTo(BODIES);
    LabelFunctions.addTo(BODIES);
    HistogramFunctions.addTo(BODIES);
    PresenceFunctions.addTo(BODIES);
    ranged("rate", RateFunctions::rate);
    ranged("increase", RateFunctions::increase);
    ranged("delta", RateFunctions::delta);
    ranged("avg_over_time", OverTimeFunctions::average);
    windowed("irate", RateFunctions::irate);
    windowed("idelta", RateFunctions::idelta);
    windowed("resets", RateFunctions::resets);
    windowed("changes", RateFunctions::changes);
    ranged("deriv", RateFunctions::deriv);
    ranged("sum_over_time", OverTimeFunctions::sum);
    windowed("min_over_time", OverTimeFunctions::min);
    windowed("max_over_time", OverTimeFunctions::max);
    windowed("count_over_time", OverTimeFunctions::count);
    windowed("present_over_time", OverTimeFunctions::present);
    ranged("stddev_over_time", OverTimeFunctions::standardDeviation);
    ranged("stdvar_over_time", OverTimeFunctions::variance);
    windowed("mad_over_time", OverTimeFunctions::medianAbsoluteDeviation);
    windowed("ts_of_first_over_time", OverTimeFunctions::firstTime);
    windowed("ts_of_last_over_time", OverTimeFunctions::lastTime);
    windowed("ts_of_min_over_time", OverTimeFunctions::minTime);
    windowed("ts_of_max_over_time", OverTimeFunctions::maxTime);
    BODIES.put("first_over_time", keepingNames(OverTimeFunctions::first));
    BODIES.put("last_over_time", keepingNames(OverTimeFunctions::last));
    parametric(
        "quantile_over_time",
        1,
        (call, steps, evaluator) ->
            OverTimeFunctions.quantile(evaluator.scalar(call.arguments().get(0), steps)));
    parametric(
        "predict_linear",
        0,
        (call, steps, evaluator) ->
            RateFunctions.predictLinear(
                evaluator.scalar(call.arguments().get(1), steps), evaluator.mode()));
    parametric("holt_winters", 0, Functions::smoothed);
    parametric("double_exponential_smoothing", 0, Functions::smoothed);
  }

  static Body body(String name) {
    return Objects.requireNonNull(BODIES.get(name), name);
  }

  private static RangeFunction smoothed(Call call, Steps steps, Evaluator evaluator) {
    return RateFunctions.smoothed(
        evaluator.scalar(call.arguments().get(1), steps),
        evaluator.scalar(call.arguments().get(2), steps));
  }

  private static void windowed(String name, RangeFunction function) {
    parametric(name, 0, (call, steps, evaluator) -> function);
  }

  private static void ranged(
      String name, java.util.function.Function<Mode, RangeFunction> function) {
    parametric(name, 0, (call, steps, evaluator) -> function.apply(evaluator.mode()));
  }

  private static void parametric(String name, int ranged, Ranging ranging) {
    BODIES.put(
        name,
        (call, steps, evaluator) -> {
          RangeFunction function = ranging.of(call, steps, evaluator);
          ColumnBuilder columns = evaluator.newColumns();
          evaluator
              .selection()
              .overWindows(call.arguments().get(ranged), steps, function)
              .forEach(each -> columns.addNameless(each, each.values()));
          return columns.build();
        });
  }

  private static Body keepingNames(RangeFunction function) {
    return (call, steps, evaluator) -> {
      ColumnBuilder columns = evaluator.newColumns();
      evaluator
          .selection()
          .overWindows(call.arguments().get(0), steps, function)
          .forEach(each -> columns.add(each.labels(), each.values(), each.losesName()));
      return columns.build();
    };
  }

  /** Changes each value of a vector, which is then no longer the metric's. */
  static Vector mapped(Vector vector, ColumnBuilder columns, DoubleUnaryOperator function) {
    return mappedByStep(vector, columns, (value, step) -> function.applyAsDouble(value));
  }

  /** A function of a value and of which step it is. */
  @FunctionalInterface
  interface StepOperator {

    double apply(double value, int step);
  }

  static Vector mappedByStep(Vector vector, ColumnBuilder columns, StepOperator function) {
    for (Column each : vector.columns()) {
      double[] values = new double[each.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = each.isPresentAt(i) ? function.apply(each.values()[i], i) : Column.ABSENT;
      }
      columns.addNameless(each, values);
    }
    return columns.build();
  }
}
