package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.List;

/** How a length of time is distributed; never below zero, whatever the parameters. */
public sealed interface Distribution {

  /** Always the same. */
  record Constant(Duration value) implements Distribution {}

  /** Everything in [min, max] alike. */
  record Uniform(Duration min, Duration max) implements Distribution {}

  record Normal(Duration mean, Duration deviation) implements Distribution {}

  /**
   * Normal in the logarithm.
   *
   * @param sigma deviation of the natural logarithm
   */
  record LogNormal(Duration median, double sigma) implements Distribution {}

  /**
   * A power law.
   *
   * @param min the smallest value
   * @param shape alpha; the mean is infinite up to 1
   */
  record Pareto(Duration min, double shape) implements Distribution {}

  /** One of these values, each as likely as the others. */
  record Empirical(List<Duration> samples) implements Distribution {

    public Empirical {
      samples = List.copyOf(samples);
    }
  }
}
