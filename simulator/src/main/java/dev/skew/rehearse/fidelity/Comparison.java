package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Statistics.KolmogorovSmirnov;
import dev.skew.rehearse.fidelity.Statistics.Quantiles;

/**
 * One metric of one experiment, recorded and simulated.
 *
 * @param n how many values were recorded
 * @param simulatedN how many values were simulated
 */
record Comparison(
    Experiment experiment,
    String metric,
    Series.Unit unit,
    int n,
    int simulatedN,
    Quantiles recorded,
    Quantiles simulated,
    KolmogorovSmirnov test) {

  private static final double MEDIAN_WITHIN = 0.10;
  private static final double P90_WITHIN = 0.20;
  private static final double LEAST_P_VALUE = 0.05;

  static Comparison of(Experiment experiment, Series recorded, double[] simulated) {
    double[] values = recorded.values();
    return new Comparison(
        experiment,
        recorded.metric(),
        recorded.unit(),
        values.length,
        simulated.length,
        Statistics.quantiles(values),
        Statistics.quantiles(simulated),
        Statistics.kolmogorovSmirnov(values, simulated));
  }

  /**
   * The bound: median within 10 % and 90th percentile within 20 % of the recording, or two samples
   * that the test does not tell apart.
   */
  boolean passes() {
    return (isNear(recorded.p50(), simulated.p50(), MEDIAN_WITHIN)
            && isNear(recorded.p90(), simulated.p90(), P90_WITHIN))
        || test.pValue() > LEAST_P_VALUE;
  }

  private static boolean isNear(double recorded, double simulated, double within) {
    return Math.abs(simulated - recorded) <= within * Math.abs(recorded);
  }
}
