package dev.skew.observe.promql;

/** A sum that carries what rounding took from it (Kahan, as improved by Neumaier). */
final class KahanSum {

  private final boolean forgetsAtInfinity;
  private double sum;
  private double lost;

  KahanSum(Mode mode) {
    this(0, 0, mode);
  }

  KahanSum(double first, double lost, Mode mode) {
    this.sum = first;
    this.lost = lost;
    this.forgetsAtInfinity = mode == Mode.V3;
  }

  void add(double value) {
    double total = sum + value;
    if (forgetsAtInfinity && Double.isInfinite(total)) {
      lost = 0;
    } else if (Math.abs(sum) >= Math.abs(value)) {
      lost += (sum - total) + value;
    } else {
      lost += (value - total) + sum;
    }
    sum = total;
  }

  void scale(double factor) {
    sum *= factor;
    lost *= factor;
  }

  double sum() {
    return sum;
  }

  double lost() {
    return lost;
  }

  double total() {
    return Double.isInfinite(sum) ? sum : sum + lost;
  }
}
