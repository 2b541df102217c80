package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Everything that was simulated, asked by kind of experiment. */
final class Evidence {

  private final Map<Experiment, Observations> observed;

  Evidence(Map<Experiment, Observations> observed) {
    this.observed = observed;
  }

  /** A metric's values, pooled over the experiments of a kind that fulfil a condition. */
  <E extends Experiment> double[] values(Class<E> kind, Predicate<E> chosen, String metric) {
    List<double[]> parts = new ArrayList<>();
    int size = 0;
    for (Map.Entry<Experiment, Observations> entry : observed.entrySet()) {
      if (kind.isInstance(entry.getKey()) && chosen.test(kind.cast(entry.getKey()))) {
        double[] part = entry.getValue().values(metric);
        parts.add(part);
        size += part.length;
      }
    }
    double[] all = new double[size];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    Arrays.sort(all);
    return all;
  }

  <E extends Experiment> double[] values(Class<E> kind, String metric) {
    return values(kind, any -> true, metric);
  }

  <E extends Experiment> List<E> experiments(Class<E> kind) {
    List<E> found = new ArrayList<>();
    for (Experiment experiment : observed.keySet()) {
      if (kind.isInstance(experiment)) {
        found.add(kind.cast(experiment));
      }
    }
    return found;
  }

  Observations of(Experiment experiment) {
    Observations found = observed.get(experiment);
    return found == null ? new Observations(List.of(), 0) : found;
  }

  static double median(double[] sorted) {
    return Statistics.nearestRank(sorted, 50);
  }

  static double least(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[0];
  }

  static double most(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  /** The share of the values that fulfil a condition, NaN when there is none. */
  static double share(double[] values, java.util.function.DoublePredicate chosen) {
    return values.length == 0
        ? Double.NaN
        : (double) Arrays.stream(values).filter(chosen).count() / values.length;
  }

  /** "least, median, most of n" in milliseconds. */
  static String range(double[] sorted) {
    return sorted.length == 0
        ? "nothing measured"
        : String.format(
            Locale.ROOT,
            "%.1f to %.1f ms, median %.1f (n %d)",
            least(sorted),
            most(sorted),
            median(sorted),
            sorted.length);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "-" : Math.round(share * 100) + " %";
  }
}
