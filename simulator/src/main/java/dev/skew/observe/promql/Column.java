package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Labels;
import java.util.Arrays;

/** One series of a vector at all steps. */
final class Column {

  private static final long ABSENT_BITS = 0x7ff8_0000_5ca1_ab1eL;

  /** A NaN that no arithmetic makes: operations look for it before they compute. */
  static final double ABSENT = Double.longBitsToDouble(ABSENT_BITS);

  private final Labels labels;
  private final double[] values;
  private final boolean losesName;

  /**
   * A column of its values, which are not copied.
   *
   * @param values one for each step; {@link #ABSENT} where the series is not
   * @param losesName whether the metric's name goes away at the end, where that is delayed
   */
  Column(Labels labels, double[] values, boolean losesName) {
    this.labels = labels;
    this.values = values;
    this.losesName = losesName;
  }

  Labels labels() {
    return labels;
  }

  double[] values() {
    return values;
  }

  boolean losesName() {
    return losesName;
  }

  static boolean isAbsent(double value) {
    return Double.doubleToRawLongBits(value) == ABSENT_BITS;
  }

  static boolean isPresent(double value) {
    return Double.doubleToRawLongBits(value) != ABSENT_BITS;
  }

  static double[] absent(int steps) {
    double[] values = new double[steps];
    Arrays.fill(values, ABSENT);
    return values;
  }

  boolean isPresentAt(int step) {
    return isPresent(values[step]);
  }

  static boolean isEmpty(double[] values) {
    for (double value : values) {
      if (isPresent(value)) {
        return false;
      }
    }
    return true;
  }
}
