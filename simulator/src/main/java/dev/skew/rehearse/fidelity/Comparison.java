package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Statistics.KolmogorovSmirnov;
import dev.skew.rehearse.fidelity.Statistics.Quantiles;
import java.util.List;

/**
 * One metric of one experiment, recorded and simulated.
 *
 * @param n how many values were recorded
 * @param simulatedN how many values were simulated
 * @param test of the two samples as if no value depended on another
 * @param pValue how often chance would put the two as far apart: the test's, or, where one request
 *     followed another over one connection, that of {@link RunRank}
 */
record Comparison(
    Experiment experiment,
    String metric,
    Series.Unit unit,
    int n,
    int simulatedN,
    Quantiles recorded,
    Quantiles simulated,
    KolmogorovSmirnov test,
    double pValue) {

  private static final double MEDIAN_WITHIN = 0.10;
  private static final double P90_WITHIN = 0.20;
  private static final double LEAST_P_VALUE = 0.05;

  /**
   * Compares a recording with simulated runs.
   *
   * @param runs one a seed, each as long as the recorded one where {@link
   *     Experiment#isOneRunOfRequests}
   * @param simulated the metric's values of all runs
   */
  static Comparison of(
      Experiment experiment, Series recorded, List<Observations> runs, double[] simulated) {
    double[] values = recorded.values();
    KolmogorovSmirnov test = Statistics.kolmogorovSmirnov(values, simulated);
    return new Comparison(
        experiment,
        recorded.metric(),
        recorded.unit(),
        values.length,
        simulated.length,
        Statistics.quantiles(values),
        Statistics.quantiles(simulated),
        test,
        pValue(experiment, recorded, runs, test));
  }

  private static double pValue(
      Experiment experiment, Series recorded, List<Observations> runs, KolmogorovSmirnov test) {
    if (!experiment.isOneRunOfRequests() || runs.size() < RunRank.LEAST_RUNS) {
      return test.pValue();
    }
    List<double[]> simulated = runs.stream().map(run -> run.values(recorded.metric())).toList();
    return RunRank.pValue(recorded.values(), simulated);
  }

  /**
   * The bound: median within 10 % and 90th percentile within 20 % of the recording, or two samples
   * that the test does not tell apart.
   */
  boolean passes() {
    return (isNear(recorded.p50(), simulated.p50(), MEDIAN_WITHIN)
            && isNear(recorded.p90(), simulated.p90(), P90_WITHIN))
        || pValue > LEAST_P_VALUE;
  }

  private static boolean isNear(double recorded, double simulated, double within) {
    return Math.abs(simulated - recorded) <= within * Math.abs(recorded);
  }
}
