package dev.skew.observe.promql;

/** A sum that carries what rounding took from it (Kahan, as improved by Neumaier). */
final class KahanSum {

  private double sum;
  private double lost;

  KahanSum() {}

  KahanSum(double first, double lost) {
    this.sum = first;
    this.lost = lost;
  }

  void add(double value) {
    double total = sum + value;
    if (Double.isInfinite(total)) {
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
