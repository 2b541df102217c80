package dev.skew.observe.promql;

/** Whether two numbers differ by no more than arithmetic explains ({@code almost.Equal}). */
final class Nearness {

  private Nearness() {}

  static boolean isNear(double one, double other, double epsilon) {
    if (one == other || (Double.isNaN(one) && Double.isNaN(other))) {
      return true;
    }
    double sum = Math.abs(one) + Math.abs(other);
    double difference = Math.abs(one - other);
    boolean isTiny = one == 0 || other == 0 || sum < Double.MIN_NORMAL;
    return isTiny
        ? difference < epsilon * Double.MIN_NORMAL
        : difference / Math.min(sum, Double.MAX_VALUE) < epsilon;
  }
}
