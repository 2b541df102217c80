package dev.skew.world.network;

import java.time.Duration;

/**
 * How one direction of a link behaves, in the words and with the arithmetic of tc-netem. A fault
 * puts a further profile behind the link's own, as chained queueing disciplines: latencies add up,
 * every other impairment acts by itself.
 *
 * @param latency drawn for each packet
 * @param jitterCorrelation weight of the last draw of latency in the next, from 0 to below 1
 * @param loss which packets are lost
 * @param duplication which packets arrive twice
 * @param corruption which packets arrive with a flipped bit
 * @param reordering which packets skip the latency
 * @param bandwidth rate and queue; a rate keeps packets in order, as netem's does
 * @param fifo whether packets keep their order when their latencies differ; netem's own way is
 *     false: every packet has its own delay
 */
public record LinkProfile(
    Latency latency,
    double jitterCorrelation,
    Loss loss,
    Chance duplication,
    Chance corruption,
    Reordering reordering,
    Bandwidth bandwidth,
    boolean fifo) {

  /** No latency and no impairment. */
  public static final LinkProfile CLEAN =
      new LinkProfile(
          Latency.constant(Duration.ZERO),
          0,
          Loss.none(),
          Chance.NEVER,
          Chance.NEVER,
          Reordering.NONE,
          Bandwidth.UNLIMITED,
          false);

  public LinkProfile {
    Ratios.requireCorrelation("jitter correlation", jitterCorrelation);
  }

  public static LinkProfile of(Latency latency) {
    return CLEAN.withLatency(latency);
  }

  public static LinkProfile constant(Duration latency) {
    return of(Latency.constant(latency));
  }

  public LinkProfile withLatency(Latency value) {
    return new LinkProfile(
        value, jitterCorrelation, loss, duplication, corruption, reordering, bandwidth, fifo);
  }

  public LinkProfile withJitterCorrelation(double value) {
    return new LinkProfile(
        latency, value, loss, duplication, corruption, reordering, bandwidth, fifo);
  }

  public LinkProfile withLoss(Loss value) {
    return new LinkProfile(
        latency, jitterCorrelation, value, duplication, corruption, reordering, bandwidth, fifo);
  }

  public LinkProfile withLoss(double ratio) {
    return withLoss(Loss.of(ratio));
  }

  public LinkProfile withDuplication(Chance value) {
    return new LinkProfile(
        latency, jitterCorrelation, loss, value, corruption, reordering, bandwidth, fifo);
  }

  public LinkProfile withCorruption(Chance value) {
    return new LinkProfile(
        latency, jitterCorrelation, loss, duplication, value, reordering, bandwidth, fifo);
  }

  public LinkProfile withReordering(Reordering value) {
    return new LinkProfile(
        latency, jitterCorrelation, loss, duplication, corruption, value, bandwidth, fifo);
  }

  public LinkProfile withBandwidth(Bandwidth value) {
    return new LinkProfile(
        latency, jitterCorrelation, loss, duplication, corruption, reordering, value, fifo);
  }

  public LinkProfile withFifo(boolean value) {
    return new LinkProfile(
        latency, jitterCorrelation, loss, duplication, corruption, reordering, bandwidth, value);
  }

  /** Whether a packet can vanish: what makes a quiet connection worth watching. */
  boolean isLossy() {
    return !(loss instanceof Loss.None) || corruption.ratio() > 0 || bandwidth.isLimited();
  }

  /** Whether every packet takes the same time and nothing else happens to it. */
  boolean isPlain() {
    return latency.isConstant()
        && !isLossy()
        && duplication.ratio() == 0
        && reordering.chance().ratio() == 0;
  }
}
