package dev.skew.world.workload;

import dev.skew.kernel.RandomSource;

/**
 * Draws ranks 1 to n with probability proportional to {@code rank^-theta}, in constant time and
 * without tables: rejection-inversion (Hörmann and Derflinger, "Rejection-inversion to generate
 * variates from monotone discrete distributions", ACM TOMACS 6(3), 1996).
 *
 * <p>The integral of {@code x^-theta} is inverted at a uniform point and rounded; the little that
 * the histogram lacks under the curve is rejected. Every theta from 0 up works, 1 included, because
 * integral and inverse are written with functions that are smooth there.
 */
final class ZipfSampler {

  private final int count;
  private final double theta;
  private final double integralAtStart;
  private final double integralAtEnd;
  private final double squeeze;

  ZipfSampler(int count, double theta) {
    this.count = count;
    this.theta = theta;
    integralAtStart = integral(1.5) - 1;
    integralAtEnd = integral(count + 0.5);
    squeeze = 2 - inverse(integral(2.5) - density(2));
  }

  /** A rank in [1, n]; 1 is the most frequent. */
  int next(RandomSource random) {
    while (true) {
      double u = integralAtEnd + random.nextDouble() * (integralAtStart - integralAtEnd);
      double x = inverse(u);
      int rank = Math.max(1, Math.min(count, (int) (x + 0.5)));
      if (rank - x <= squeeze || u >= integral(rank + 0.5) - density(rank)) {
        return rank;
      }
    }
  }

  private double density(double x) {
    return StrictMath.exp(-theta * StrictMath.log(x));
  }

  /** {@code (x^(1-theta) - 1) / (1 - theta)}, and its limit {@code log x} at theta 1. */
  private double integral(double x) {
    double log = StrictMath.log(x);
    return expm1Ratio((1 - theta) * log) * log;
  }

  private double inverse(double y) {
    double t = Math.max(-1, y * (1 - theta));
    return StrictMath.exp(log1pRatio(t) * y);
  }

  /** {@code (e^x - 1) / x}, by its series near 0. */
  private static double expm1Ratio(double x) {
    return Math.abs(x) > 1e-8 ? StrictMath.expm1(x) / x : 1 + x / 2 * (1 + x / 3);
  }

  /** {@code log(1 + x) / x}, by its series near 0. */
  private static double log1pRatio(double x) {
    return Math.abs(x) > 1e-8 ? StrictMath.log1p(x) / x : 1 - x * (0.5 - x / 3);
  }
}
