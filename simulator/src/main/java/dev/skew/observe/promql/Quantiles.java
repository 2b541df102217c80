package dev.skew.observe.promql;

import java.util.Arrays;

/** Quantiles of values, with linear interpolation between neighbours. */
final class Quantiles {

  private Quantiles() {}

  /** A quantile of values, which are sorted on the way. A NaN counts as less than all others. */
  static double of(double quantile, double[] values) {
    if (values.length == 0 || Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    Arrays.sort(values);
    int nans = 0;
    while (nans < values.length && Double.isNaN(values[values.length - 1 - nans])) {
      nans++;
    }
    double rank = quantile * (values.length - 1);
    int lower = (int) Math.floor(rank);
    int upper = Math.min(values.length - 1, lower + 1);
    double weight = rank - lower;
    return at(values, lower, nans) * (1 - weight) + at(values, upper, nans) * weight;
  }

  /** Java sorts a NaN behind all others, PromQL before them. */
  private static double at(double[] values, int index, int nans) {
    return index < nans ? Double.NaN : values[index - nans];
  }
}
