package dev.skew.observe.promql;

import java.util.Arrays;

/** Aggregations over the samples of a window. */
final class OverTimeFunctions {

  private OverTimeFunctions() {}

  static RangeFunction average(Mode mode) {
    return window -> {
      Means.Mean mean = mode == Mode.V2 ? new Means.Stepwise(true) : new Means.SumThenStepwise();
      for (int i = 0; i < window.size(); i++) {
        mean.add(window.value(i));
      }
      return mean.mean();
    };
  }

  static RangeFunction sum(Mode mode) {
    return window -> {
      KahanSum sum = new KahanSum(mode);
      for (int i = 0; i < window.size(); i++) {
        sum.add(window.value(i));
      }
      return sum.total();
    };
  }

  static double count(Window window) {
    return window.size();
  }

  static double present(Window window) {
    return 1;
  }

  static double first(Window window) {
    return window.value(0);
  }

  static double last(Window window) {
    return window.lastValue();
  }

  static double min(Window window) {
    return window.value(extreme(window, -1));
  }

  static double max(Window window) {
    return window.value(extreme(window, 1));
  }

  static double firstTime(Window window) {
    return window.millis(0) / 1000.0;
  }

  static double lastTime(Window window) {
    return window.lastMillis() / 1000.0;
  }

  static double minTime(Window window) {
    return window.millis(lastExtreme(window, -1)) / 1000.0;
  }

  static double maxTime(Window window) {
    return window.millis(lastExtreme(window, 1)) / 1000.0;
  }

  /** The first sample that no other is beyond; NaN only where there is nothing else. */
  private static int extreme(Window window, int sign) {
    int best = 0;
    for (int i = 1; i < window.size(); i++) {
      double value = window.value(i);
      double bestValue = window.value(best);
      if (sign * value > sign * bestValue || Double.isNaN(bestValue)) {
        best = i;
      }
    }
    return best;
  }

  private static int lastExtreme(Window window, int sign) {
    int best = 0;
    for (int i = 1; i < window.size(); i++) {
      double value = window.value(i);
      double bestValue = window.value(best);
      if (sign * value >= sign * bestValue || Double.isNaN(bestValue)) {
        best = i;
      }
    }
    return best;
  }

  static RangeFunction standardDeviation(Mode mode) {
    return window -> Math.sqrt(variance(window, mode));
  }

  static RangeFunction variance(Mode mode) {
    return window -> variance(window, mode);
  }

  /** Welford's, with compensated sums. */
  private static double variance(Window window, Mode mode) {
    KahanSum mean = new KahanSum(mode);
    KahanSum squares = new KahanSum(mode);
    for (int i = 0; i < window.size(); i++) {
      double value = window.value(i);
      double delta = value - (mean.sum() + mean.lost());
      mean.add(delta / (i + 1));
      squares.add(delta * (value - (mean.sum() + mean.lost())));
    }
    return (squares.sum() + squares.lost()) / window.size();
  }

  static RangeFunction quantile(double[] quantiles) {
    return window -> Quantiles.of(quantiles[window.step()], values(window));
  }

  /** Half of the values lie nearer to the median than this. */
  static double medianAbsoluteDeviation(Window window) {
    double[] values = values(window);
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    double median = Quantiles.of(0.5, values.clone());
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    return Quantiles.of(0.5, values);
  }

  private static double[] values(Window window) {
    double[] values = new double[window.size()];
    Arrays.setAll(values, window::value);
    return values;
  }
}
