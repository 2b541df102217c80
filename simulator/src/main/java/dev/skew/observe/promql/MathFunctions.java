package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Functions.Body;
import dev.skew.observe.promql.Value.Scalar;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions of each value by itself, and those between scalars and vectors. */
final class MathFunctions {

  private static final double LN_2 = 0.6931471805599453;

  private MathFunctions() {}

  static void addTo(Map<String, Body> bodies) {
    bodies.put("abs", each(Math::abs));
    bodies.put("ceil", each(Math::ceil));
    bodies.put("floor", each(Math::floor));
    bodies.put("sqrt", each(Math::sqrt));
    bodies.put("sgn", each(Math::signum));
    bodies.put("exp", each(StrictMath::exp));
    bodies.put("ln", each(StrictMath::log));
    bodies.put("log10", each(StrictMath::log10));
    bodies.put("log2", each(MathFunctions::log2));
    bodies.put("deg", each(value -> value * 180 / Math.PI));
    bodies.put("rad", each(value -> value * Math.PI / 180));
    addTrigonometryTo(bodies);
    bodies.put("pi", (call, steps, evaluator) -> Scalar.of(Math.PI, steps.count()));
    bodies.put("time", (call, steps, evaluator) -> new Scalar(seconds(steps)));
    bodies.put("scalar", MathFunctions::scalar);
    bodies.put("vector", MathFunctions::vector);
    bodies.put("round", MathFunctions::round);
    bodies.put("clamp", MathFunctions::clamp);
    bodies.put(
        "clamp_min",
        (call, steps, evaluator) -> {
          double[] bound = evaluator.scalar(call.arguments().get(1), steps);
          return byStep(call, steps, evaluator, (value, step) -> Math.max(bound[step], value));
        });
    bodies.put(
        "clamp_max",
        (call, steps, evaluator) -> {
          double[] bound = evaluator.scalar(call.arguments().get(1), steps);
          return byStep(call, steps, evaluator, (value, step) -> Math.min(bound[step], value));
        });
  }

  private static void addTrigonometryTo(Map<String, Body> bodies) {
    bodies.put("sin", each(StrictMath::sin));
    bodies.put("cos", each(StrictMath::cos));
    bodies.put("tan", each(StrictMath::tan));
    bodies.put("asin", each(StrictMath::asin));
    bodies.put("acos", each(StrictMath::acos));
    bodies.put("atan", each(StrictMath::atan));
    bodies.put("sinh", each(StrictMath::sinh));
    bodies.put("cosh", each(StrictMath::cosh));
    bodies.put("tanh", each(StrictMath::tanh));
    bodies.put("asinh", each(MathFunctions::asinh));
    bodies.put("acosh", each(MathFunctions::acosh));
    bodies.put("atanh", each(value -> 0.5 * StrictMath.log1p(2 * value / (1 - value))));
  }

  private static Body each(DoubleUnaryOperator function) {
    return (call, steps, evaluator) ->
        Functions.mapped(
            evaluator.vector(call.arguments().get(0), steps), evaluator.newColumns(), function);
  }

  private static Vector byStep(
      Call call, Steps steps, Evaluator evaluator, Functions.StepOperator function) {
    Vector vector = evaluator.vector(call.arguments().get(0), steps);
    return Functions.mappedByStep(vector, evaluator.newColumns(), function);
  }

  /** Exact for the powers of two. */
  private static double log2(double value) {
    int exponent = Math.getExponent(value);
    boolean isPower =
        value > 0
            && exponent >= Double.MIN_EXPONENT
            && exponent <= Double.MAX_EXPONENT
            && value == Math.scalb(1.0, exponent);
    return isPower ? exponent : StrictMath.log(value) / LN_2;
  }

  private static double asinh(double value) {
    double size = Math.abs(value);
    if (Double.isInfinite(value) || value == 0) {
      return value;
    }
    double result =
        size > 1e8
            ? StrictMath.log(size) + LN_2
            : StrictMath.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
    return Math.copySign(result, value);
  }

  private static double acosh(double value) {
    if (value < 1) {
      return Double.NaN;
    }
    if (value > 1e8) {
      return StrictMath.log(value) + LN_2;
    }
    double above = value - 1;
    return StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
  }

  private static double[] seconds(Steps steps) {
    double[] seconds = new double[steps.count()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = steps.millisAt(i) / 1000.0;
    }
    return seconds;
  }

  /** The times of evaluation, as a series without labels. */
  static Vector times(Steps steps, Evaluator evaluator) {
    ColumnBuilder columns = evaluator.newColumns();
    columns.add(Labels.EMPTY, seconds(steps), false);
    return columns.build();
  }

  private static Value vector(Call call, Steps steps, Evaluator evaluator) {
    ColumnBuilder columns = evaluator.newColumns();
    columns.add(Labels.EMPTY, evaluator.scalar(call.arguments().get(0), steps), false);
    return columns.build();
  }

  /** The one series that is there; NaN where there is none, or more. */
  private static Value scalar(Call call, Steps steps, Evaluator evaluator) {
    double[] values = new double[steps.count()];
    int[] found = new int[steps.count()];
    for (Column each : evaluator.vector(call.arguments().get(0), steps).columns()) {
      for (int i = 0; i < values.length; i++) {
        if (each.isPresentAt(i)) {
          found[i]++;
          values[i] = each.values()[i];
        }
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = found[i] == 1 ? values[i] : Double.NaN;
    }
    return new Scalar(values);
  }

  /** Halves up. Multiplying with the inverse is exact more often than dividing, as 0.1 shows. */
  private static Value round(Call call, Steps steps, Evaluator evaluator) {
    double[] nearest =
        call.arguments().size() > 1
            ? evaluator.scalar(call.arguments().get(1), steps)
            : Scalar.of(1, steps.count()).values();
    return byStep(
        call,
        steps,
        evaluator,
        (value, step) -> {
          double inverse = 1 / nearest[step];
          return Math.floor(value * inverse + 0.5) / inverse;
        });
  }

  /** Nothing where the bounds are the wrong way round. */
  private static Value clamp(Call call, Steps steps, Evaluator evaluator) {
    double[] min = evaluator.scalar(call.arguments().get(1), steps);
    double[] max = evaluator.scalar(call.arguments().get(2), steps);
    return byStep(
        call,
        steps,
        evaluator,
        (value, step) ->
            max[step] < min[step]
                ? Column.ABSENT
                : Math.max(min[step], Math.min(max[step], value)));
  }
}
