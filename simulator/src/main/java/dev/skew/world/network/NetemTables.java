package dev.skew.world.network;

/**
 * The distribution tables of tc-netem, made anew from their definitions in iproute2's {@code netem}
 * folder (which took them from NISTnet): inverse distribution functions with unit scale, cut at ±4
 * because netem stores them as 16-bit numbers with a scale of 8192.
 */
final class NetemTables {

  private static final int SIZE = 4096;
  private static final double LIMIT = 32767.0 / 8192;
  private static final double PARETO_SHAPE = 3;

  static final double[] NORMAL = normalTable();
  static final double[] PARETO = paretoTable();
  static final double[] PARETO_NORMAL = paretoNormalTable();

  private NetemTables() {}

  static double[] lognormal(double mean, double deviation) {
    if (mean <= 0) {
      throw new IllegalArgumentException("a lognormal latency needs a mean above zero");
    }
    double ratio = deviation / mean;
    double variance = StrictMath.log(1 + ratio * ratio);
    double mu = StrictMath.log(mean) - variance / 2;
    double sigma = StrictMath.sqrt(variance);
    double[] table = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      table[i] = StrictMath.exp(mu + sigma * inverseNormal(middle(i)));
    }
    return table;
  }

  private static double[] normalTable() {
    double[] table = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      table[i] = clamp(inverseNormal(middle(i)));
    }
    return table;
  }

  /** iproute2's {@code pareto.c}: shifted by the mean 3/2 and scaled by 4/3. */
  private static double[] paretoTable() {
    double[] table = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double value = StrictMath.pow(1 - middle(i), -1 / PARETO_SHAPE);
      table[i] = clamp((value - 1.5) * (4.0 / 3.0));
    }
    return table;
  }

  private static double[] paretoNormalTable() {
    double[] table = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      table[i] = clamp((NORMAL[i] + 3 * PARETO[i]) / 4);
    }
    return table;
  }

  private static double middle(int index) {
    return (index + 0.5) / SIZE;
  }

  private static double clamp(double value) {
    return Math.max(-LIMIT, Math.min(LIMIT, value));
  }

  /**
   * The standard normal quantile, by bisection of the distribution function: slow, but it runs only
   * while tables are made, and as exact as {@link #normalDistribution}.
   */
  private static double inverseNormal(double probability) {
    double low = -9;
    double high = 9;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (normalDistribution(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Abramowitz and Stegun 26.2.17, absolute error below 7.5e-8: less than half a table step. */
  private static double normalDistribution(double x) {
    double z = Math.abs(x);
    double t = 1 / (1 + 0.2316419 * z);
    double tail =
        StrictMath.exp(-z * z / 2)
            / StrictMath.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x < 0 ? tail : 1 - tail;
  }
}
