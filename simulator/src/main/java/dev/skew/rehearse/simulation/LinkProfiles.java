package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Distribution;
import dev.skew.rehearse.scenario.LinkSettings.Link;
import dev.skew.world.network.Bandwidth;
import dev.skew.world.network.Chance;
import dev.skew.world.network.Latency;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.Loss;
import dev.skew.world.network.Reordering;
import java.time.Duration;

/** A scenario's words for links and latencies, as the network takes them. */
final class LinkProfiles {

  private LinkProfiles() {}

  static Latency latency(Distribution distribution) {
    if (distribution instanceof Distribution.Constant constant) {
      return Latency.constant(constant.value());
    }
    if (distribution instanceof Distribution.Spread spread) {
      return latency(spread.shape(), spread.mean(), spread.jitter());
    }
    if (distribution instanceof Distribution.Empirical empirical) {
      return Latency.empirical(empirical.samples().stream().mapToLong(Duration::toNanos).toArray());
    }
    throw new AssertionError("unknown distribution " + distribution);
  }

  static LinkProfile profile(Link link) {
    double lost = link.loss().probability();
    Loss loss = lost == 0 ? Loss.of(0) : new Loss.Independent(lost, link.loss().correlation());
    if (lost > 0 && link.loss().burst() > 1) {
      loss = bursts(lost, link.loss().burst());
    }
    return new LinkProfile(
        latency(link.latency()),
        link.jitterCorrelation(),
        loss,
        Chance.of(link.duplicate()),
        Chance.of(link.corrupt()),
        new Reordering(Chance.of(link.reorder().probability()), link.reorder().gap()),
        link.bandwidth().isLimited()
            ? new Bandwidth(link.bandwidth().bitsPerSecond(), link.bandwidth().queueBytes())
            : Bandwidth.UNLIMITED,
        link.fifo());
  }

  /**
   * Gilbert's model with everything lost in the bad state.
   *
   * @param ratio lost in the long run
   * @param burst mean number lost in a row
   */
  static Loss bursts(double ratio, double burst) {
    double toGood = 1 / burst;
    double toBad = ratio >= 1 ? 1 : Math.min(1, toGood * ratio / (1 - ratio));
    return new Loss.GilbertElliott(toBad, ratio >= 1 ? 0 : toGood, 1, 0);
  }

  private static Latency latency(Distribution.Shape shape, Duration mean, Duration jitter) {
    return switch (shape) {
      case UNIFORM -> Latency.uniform(mean, jitter);
      case NORMAL -> Latency.normal(mean, jitter);
      case PARETO -> Latency.pareto(mean, jitter);
      case PARETONORMAL -> Latency.paretonormal(mean, jitter);
      case LOGNORMAL -> Latency.lognormal(mean, jitter);
    };
  }
}
