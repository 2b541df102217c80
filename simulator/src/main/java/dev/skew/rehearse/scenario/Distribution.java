package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.List;

/** How a length of time is distributed, in tc-netem's terms; never below zero. */
public sealed interface Distribution {

  /** Always the same. */
  record Constant(Duration value) implements Distribution {}

  /**
   * Around a mean.
   *
   * @param jitter half width of the uniform shape, the deviation of the others
   */
  record Spread(Shape shape, Duration mean, Duration jitter) implements Distribution {}

  /** One of these values, each as likely as the others. */
  record Empirical(List<Duration> samples) implements Distribution {

    public Empirical {
      samples = List.copyOf(samples);
    }
  }

  /** What a spread looks like. */
  enum Shape implements Labelled {
    UNIFORM("uniform"),
    NORMAL("normal"),
    PARETO("pareto"),
    PARETONORMAL("paretonormal"),
    LOGNORMAL("lognormal");

    private final String label;

    Shape(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
