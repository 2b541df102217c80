package dev.skew.rehearse.fidelity;

import java.util.Arrays;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/** The few statistics that a comparison of two samples needs. */
final class Statistics {

  /** More values than this make the test no sharper to read, only slower. */
  private static final int MOST_FOR_TEST = 20_000;

  private Statistics() {}

  /** Nearest-rank percentiles of a sample that need not be sorted. */
  static Quantiles quantiles(double[] sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    return new Quantiles(nearestRank(sorted, 50), nearestRank(sorted, 90), nearestRank(sorted, 99));
  }

  /**
   * The smallest value that at least {@code percent} of the sample does not exceed.
   *
   * @param sorted ascending
   * @return NaN for an empty sample
   */
  static double nearestRank(double[] sorted, int percent) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) ((percent * (long) sorted.length + 99) / 100);
    return sorted[Math.max(rank, 1) - 1];
  }

  /**
   * Two-sample Kolmogorov-Smirnov test, two-sided.
   *
   * @return NaN and NaN when a sample is empty
   */
  static KolmogorovSmirnov kolmogorovSmirnov(double[] recorded, double[] simulated) {
    if (recorded.length == 0 || simulated.length == 0) {
      return new KolmogorovSmirnov(Double.NaN, Double.NaN);
    }
    if (recorded.length == 1) {
      return singleValue(recorded[0], simulated);
    }
    if (simulated.length == 1) {
      return singleValue(simulated[0], recorded);
    }
    KolmogorovSmirnovTest.TwoResult result =
        KolmogorovSmirnovTest.withDefaults().test(thinned(recorded), thinned(simulated));
    return new KolmogorovSmirnov(result.getStatistic(), result.getPValue());
  }

  /**
   * The test where one sample has a single value: its rank among all is equally likely to be any,
   * so the share of the ranks that would be at least as far out is exact. Equal values count for
   * it.
   */
  private static KolmogorovSmirnov singleValue(double value, double[] others) {
    int below = 0;
    int above = 0;
    for (double other : others) {
      below += other < value ? 1 : 0;
      above += other > value ? 1 : 0;
    }
    int most = Math.max(below, above);
    int asFar = 0;
    for (int rank = 0; rank <= others.length; rank++) {
      asFar += Math.max(rank, others.length - rank) >= most ? 1 : 0;
    }
    return new KolmogorovSmirnov(
        (double) most / others.length, (double) asFar / (others.length + 1));
  }

  /** Every k-th value of the sorted sample: the same distribution with fewer values. */
  private static double[] thinned(double[] sample) {
    if (sample.length <= MOST_FOR_TEST) {
      return sample;
    }
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double[] kept = new double[MOST_FOR_TEST];
    for (int i = 0; i < MOST_FOR_TEST; i++) {
      kept[i] = sorted[(int) ((i + 0.5) * sorted.length / MOST_FOR_TEST)];
    }
    return kept;
  }

  /** The percentiles that the recordings' own tables give. */
  record Quantiles(double p50, double p90, double p99) {}

  /**
   * @param distance the largest gap between the two empirical distribution functions, 0 to 1
   * @param pValue how often two samples of one distribution would be at least as far apart
   */
  record KolmogorovSmirnov(double distance, double pValue) {}
}
