package dev.skew.observe.promql;

/** How fast series change ({@code promql/functions.go}). */
final class RateFunctions {

  /** A gap at an end of the window of more mean spacings than this is no accident of scraping. */
  private static final double GAP_MAX = 1.1;

  private RateFunctions() {}

  static RangeFunction rate(Mode mode) {
    return window -> extrapolated(window, mode, true, true);
  }

  static RangeFunction increase(Mode mode) {
    return window -> extrapolated(window, mode, true, false);
  }

  static RangeFunction delta(Mode mode) {
    return window -> extrapolated(window, mode, false, false);
  }

  private static double extrapolated(
      Window window, Mode mode, boolean isCounter, boolean isPerSecond) {
    int size = window.size();
    if (size < 2) {
      return Column.ABSENT;
    }
    double first = window.value(0);
    double change = window.lastValue() - first;
    if (isCounter) {
      change = window.withoutResets(change);
    }
    double sampled = (window.lastMillis() - window.millis(0)) / 1000.0;
    double spacing = sampled / (size - 1);
    double zeroGap =
        isCounter && change > 0 && first >= 0
            ? sampled * (first / change)
            : Double.POSITIVE_INFINITY;
    double startGap = (window.millis(0) - window.startMillis()) / 1000.0;
    double endGap = (window.endMillis() - window.lastMillis()) / 1000.0;
    double covered =
        mode == Mode.V2
            ? sampled + bridged(Math.min(startGap, zeroGap), spacing)
            : sampled + Math.min(bridged(startGap, spacing), zeroGap);
    double factor = (covered + bridged(endGap, spacing)) / sampled;
    double seconds = (window.endMillis() - window.startMillis()) / 1000.0;
    return change * (isPerSecond ? factor / seconds : factor);
  }

  /** To the edge of the window, or half a spacing where the series seems to begin or end. */
  private static double bridged(double gap, double spacing) {
    return gap < spacing * GAP_MAX ? gap : spacing / 2;
  }

  static double irate(Window window) {
    return instant(window, true);
  }

  static double idelta(Window window) {
    return instant(window, false);
  }

  private static double instant(Window window, boolean isRate) {
    int size = window.size();
    if (size < 2) {
      return Column.ABSENT;
    }
    double last = window.lastValue();
    double before = window.value(size - 2);
    long millis = window.lastMillis() - window.millis(size - 2);
    if (millis == 0) {
      return Column.ABSENT;
    }
    double change = isRate && last < before ? last : last - before;
    return isRate ? change / (millis / 1000.0) : change;
  }

  static double resets(Window window) {
    int resets = 0;
    for (int i = 1; i < window.size(); i++) {
      resets += window.value(i) < window.value(i - 1) ? 1 : 0;
    }
    return resets;
  }

  static double changes(Window window) {
    int changes = 0;
    for (int i = 1; i < window.size(); i++) {
      double before = window.value(i - 1);
      double now = window.value(i);
      changes += now != before && !(Double.isNaN(now) && Double.isNaN(before)) ? 1 : 0;
    }
    return changes;
  }

  static RangeFunction deriv(Mode mode) {
    return window ->
        window.size() < 2 ? Column.ABSENT : Line.through(window, window.millis(0), mode).slope;
  }

  /** The regression line's value some seconds after the evaluation. */
  static RangeFunction predictLinear(double[] seconds, Mode mode) {
    return window -> {
      if (window.size() < 2) {
        return Column.ABSENT;
      }
      Line line = Line.through(window, window.evaluatedAtMillis(), mode);
      return line.slope * seconds[window.step()] + line.intercept;
    };
  }

  /** Double exponential smoothing, which is called after Holt and Winters in 2.x. */
  static RangeFunction smoothed(double[] smoothing, double[] trend) {
    return window -> {
      double level = requireFactor("smoothing", "sf", smoothing[window.step()]);
      double slope = requireFactor("trend", "tf", trend[window.step()]);
      return window.size() < 2 ? Column.ABSENT : smoothed(window, level, slope);
    };
  }

  private static double requireFactor(String what, String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new PromqlQueryException(
          "invalid %s factor. Expected: 0 < %s < 1, got: %s"
              .formatted(what, name, Numbers.formatFixed(value)));
    }
    return value;
  }

  private static double smoothed(Window window, double smoothing, double trend) {
    double before = 0;
    double level = window.value(0);
    double slope = window.value(1) - window.value(0);
    for (int i = 1; i < window.size(); i++) {
      if (i > 1) {
        slope = trend * (level - before) + (1 - trend) * slope;
      }
      double next = smoothing * window.value(i) + (1 - smoothing) * (level + slope);
      before = level;
      level = next;
    }
    return level;
  }

  /** Simple linear regression, with times counted from where the intercept is wanted. */
  private record Line(double slope, double intercept) {

    static Line through(Window window, long interceptMillis, Mode mode) {
      KahanSum sumX = new KahanSum(mode);
      KahanSum sumY = new KahanSum(mode);
      KahanSum sumXy = new KahanSum(mode);
      KahanSum sumXx = new KahanSum(mode);
      double first = window.value(0);
      boolean isConstant = true;
      for (int i = 0; i < window.size(); i++) {
        double x = (window.millis(i) - interceptMillis) / 1000.0;
        double y = window.value(i);
        isConstant = isConstant && y == first;
        sumX.add(x);
        sumY.add(y);
        sumXy.add(x * y);
        sumXx.add(x * x);
      }
      if (isConstant) {
        return Double.isInfinite(first) ? new Line(Double.NaN, Double.NaN) : new Line(0, first);
      }
      double n = window.size();
      double x = sumX.sum() + sumX.lost();
      double y = sumY.sum() + sumY.lost();
      double slope =
          (sumXy.sum() + sumXy.lost() - x * y / n) / (sumXx.sum() + sumXx.lost() - x * x / n);
      return new Line(slope, y / n - slope * x / n);
    }
  }
}
