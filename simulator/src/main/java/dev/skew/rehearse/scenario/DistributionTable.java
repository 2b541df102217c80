package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Distribution.Constant;
import dev.skew.rehearse.scenario.Distribution.Empirical;
import dev.skew.rehearse.scenario.Distribution.Spread;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a file writes a distribution of times: {@code 5ms}, or a map. */
final class DistributionTable {

  /** The fields of the map, all there are. */
  private record Parts(
      Optional<Duration> mean,
      Optional<Duration> jitter,
      Distribution.Shape distribution,
      Optional<List<Duration>> samples) {}

  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Field<Parts, Optional<Duration>> MEAN =
      Field.of(
          "mean",
          Shapes.optional(Scalars.duration(Duration.ZERO, LONGEST)),
          Parts::mean,
          "The mean.");
  private static final Field<Parts, Optional<Duration>> JITTER =
      Field.of(
          "jitter",
          Shapes.optional(Scalars.duration(Duration.ZERO, LONGEST)),
          Parts::jitter,
          "Half the width of the uniform shape, the deviation of the others.");
  private static final Field<Parts, Distribution.Shape> SHAPE =
      Field.of(
          "distribution",
          Shapes.choice(Distribution.Shape.values()),
          Parts::distribution,
          "The shape.");
  private static final Field<Parts, Optional<List<Duration>>> SAMPLES =
      Field.of(
          "samples",
          Shapes.optional(Shapes.list(Scalars.duration(Duration.ZERO, LONGEST), 1, 100_000)),
          Parts::samples,
          "Measured values instead, each as likely as the others.");

  private static final ObjectShape<Parts> PARTS =
      ObjectShape.of(
              "distribution",
              new Parts(
                  Optional.empty(), Optional.empty(), Distribution.Shape.UNIFORM, Optional.empty()),
              "How a time is distributed, in the terms of tc-netem.")
          .with(MEAN)
          .with(JITTER)
          .with(SHAPE)
          .with(SAMPLES)
          .oneOf(MEAN, SAMPLES)
          .together(JITTER, MEAN)
          .check(DistributionTable::check, SHAPE, MEAN)
          .make(
              values ->
                  new Parts(
                      values.get(MEAN),
                      values.get(JITTER),
                      values.get(SHAPE),
                      values.get(SAMPLES)));

  static final Shape<Distribution> DISTRIBUTION =
      new EitherShape<>(
          Scalars.duration(Duration.ZERO, LONGEST),
          PARTS,
          Constant::new,
          DistributionTable::of,
          value ->
              value instanceof Constant constant
                  ? Optional.of(constant.value())
                  : Optional.empty());

  private DistributionTable() {}

  private static void check(Values values) {
    if (values.get(SHAPE) == Distribution.Shape.LOGNORMAL
        && values.get(MEAN).map(Duration::isZero).orElse(false)) {
      values.reject(MEAN, "must be above 0s for a lognormal distribution");
    }
  }

  private static Distribution of(Parts parts) {
    if (parts.samples().isPresent()) {
      return new Empirical(parts.samples().get());
    }
    Duration mean = parts.mean().orElse(Duration.ZERO);
    Duration jitter = parts.jitter().orElse(Duration.ZERO);
    return jitter.isZero() ? new Constant(mean) : new Spread(parts.distribution(), mean, jitter);
  }
}
