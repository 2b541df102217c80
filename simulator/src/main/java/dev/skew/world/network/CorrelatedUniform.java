package dev.skew.world.network;

import dev.skew.kernel.RandomSource;

/**
 * Uniform numbers that remember: netem's {@code get_crandom}, a first-order autoregression over
 * uniform numbers. As in netem the mixture is less spread out than its parts, so a correlation also
 * moves the effective share of what is drawn with it.
 */
final class CorrelatedUniform {

  private final RandomSource random;
  private double correlation;
  private double last;

  CorrelatedUniform(RandomSource random) {
    this.random = random;
    this.last = random.nextDouble();
  }

  void setCorrelation(double value) {
    correlation = value;
  }

  /** In [0, 1). */
  double next() {
    double fresh = random.nextDouble();
    if (correlation == 0) {
      return fresh;
    }
    last = fresh * (1 - correlation) + last * correlation;
    return last;
  }
}
