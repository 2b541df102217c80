package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.Map;

/**
 * What the nodes' clocks are like.
 *
 * @param standard for every node that has none of its own
 * @param byNode by node name, complete: what a file leaves out is filled in from {@code standard}
 */
public record ClockSettings(Clock standard, Map<String, Clock> byNode) {

  public static final ClockSettings DEFAULT = new ClockSettings(Clock.DEFAULT, Map.of());

  public ClockSettings {
    byNode = Tables.copy(byNode);
  }

  public Clock of(String node) {
    return byNode.getOrDefault(node, standard);
  }

  /**
   * One clock.
   *
   * @param offset ahead of true time at the start
   * @param driftPpm microseconds gained in a second
   * @param randomWalkPpm deviation of the drift's change over the square root of an hour
   * @param uncertaintyDriftPpm by which a bounded clock assumes that it drifts since its last sync
   */
  public record Clock(
      Duration offset, double driftPpm, double randomWalkPpm, double uncertaintyDriftPpm, Ntp ntp) {

    public static final Clock DEFAULT = new Clock(Duration.ZERO, 0, 0, 200, Ntp.DEFAULT);
  }

  /**
   * What disciplines a clock.
   *
   * @param poll from one question to the server to the next
   * @param serverError by which the server itself is ahead of true time
   * @param serverUncertainty which the server admits: half of the round trip and its own
   */
  public record Ntp(
      boolean enabled, Duration poll, Duration serverError, Duration serverUncertainty) {

    public static final Ntp DEFAULT =
        new Ntp(true, Duration.ofSeconds(64), Duration.ZERO, Duration.ofMillis(1));
  }
}
