package dev.skew.observe.promql;

/** Averages that survive sums which overflow. */
final class Means {

  private Means() {}

  /** A mean that takes values one by one. */
  interface Mean {

    void add(double value);

    double mean();
  }

  /** Prometheus 3: the compensated sum through the count, and step by step once it overflows. */
  static final class SumThenStepwise implements Mean {

    private KahanSum sum = new KahanSum(Mode.V3);
    private double count;
    private boolean isStepwise;

    @Override
    public void add(double value) {
      count++;
      if (count == 1) {
        sum = new KahanSum(value, 0, Mode.V3);
        return;
      }
      if (!isStepwise) {
        if (!Double.isInfinite(sum.sum() + value)) {
          sum.add(value);
          return;
        }
        isStepwise = true;
        sum = new KahanSum(sum.sum() / (count - 1), sum.lost() / (count - 1), Mode.V3);
      }
      sum.scale((count - 1) / count);
      sum.add(value / count);
    }

    @Override
    public double mean() {
      return isStepwise ? sum.sum() + sum.lost() : sum.sum() / count + sum.lost() / count;
    }
  }

  /** Prometheus 2.42: step by step, where an infinite mean stays unless it is contradicted. */
  static final class Stepwise implements Mean {

    private final boolean isCompensated;
    private KahanSum mean = new KahanSum(Mode.V2);
    private double count;

    Stepwise(boolean isCompensated) {
      this.isCompensated = isCompensated;
    }

    @Override
    public void add(double value) {
      count++;
      if (Double.isInfinite(mean.sum()) && agrees(value)) {
        return;
      }
      double change = value / count - mean.sum() / count;
      if (isCompensated) {
        mean.add(change);
      } else {
        mean = new KahanSum(mean.sum() + change, 0, Mode.V2);
      }
    }

    private boolean agrees(double value) {
      return Double.isInfinite(value) ? (mean.sum() > 0) == (value > 0) : !Double.isNaN(value);
    }

    @Override
    public double mean() {
      return mean.total();
    }
  }
}
