package dev.skew.rehearse.fidelity;

import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.world.network.Latency;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.node.DiskDevice;
import dev.skew.world.node.DiskProfile;
import dev.skew.world.node.ServiceProfile;
import java.time.Duration;

/**
 * The machine on which the recordings were made: all members share one kernel and one disk, peers
 * talk through virtual links, clients through a JSON gateway. Numbers are its idle costs.
 */
final class LaboratoryHost {

  private static final Duration ZERO = Duration.ZERO;

  /** fdatasync on an idle disk: median 0.33 ms, 99th percentile 0.6 ms. */
  private static final Latency FSYNC = lognormalMicros(341, 89);

  private static final Latency FSYNC_IN_MEMORY = lognormalMicros(4, 1);

  private static final Latency APPEND = Latency.constant(Duration.ofNanos(15_000));

  /** Decoding, one Raft step, encoding and the system calls around them. */
  private static final Latency MESSAGE = lognormalMicros(40, 15);

  /** From exec to serving clients: 66 ms and a little more or less. */
  private static final Latency BOOT = lognormalMicros(66_000, 7_000);

  /** A packet through a virtual Ethernet pair, and waking its reader. */
  private static final Duration LINK_MEAN = Duration.ofNanos(110_000);

  private static final Duration LINK_DEVIATION = Duration.ofNanos(40_000);

  /** One more process in the way, at no delay. */
  private static final Duration SWITCH_MEAN = Duration.ofNanos(160_000);

  private static final Duration SWITCH_DEVIATION = Duration.ofNanos(60_000);

  /** A packet that had to wait in the switch leaves late by its timer. */
  private static final Duration LATE_MEAN = Duration.ofNanos(340_000);

  private static final Duration LATE_DEVIATION = Duration.ofNanos(120_000);

  /** Half of a serializable read: client, HTTP, gateway and gRPC on one side. */
  private static final Latency GATEWAY_LEG = lognormalMicros(255, 90);

  private static final int QUANTILES = 512;

  private LaboratoryHost() {}

  static DiskProfile disk(Cluster cluster, DiskDevice device) {
    return new DiskProfile(
        APPEND, cluster.ramDisk() ? FSYNC_IN_MEMORY : FSYNC, Long.MAX_VALUE, device);
  }

  static ServiceProfile service() {
    return new ServiceProfile(MESSAGE, 100_000, BOOT);
  }

  static LinkProfile clientLink() {
    return LinkProfile.of(GATEWAY_LEG).withFifo(true);
  }

  /** A peer link of the cluster. */
  static LinkProfile peerLink(Cluster cluster) {
    return peerLink(cluster, cluster.oneWayMillis());
  }

  static LinkProfile peerLink(Cluster cluster, double oneWayMillis) {
    Duration mean = LINK_MEAN;
    Duration deviation = LINK_DEVIATION;
    if (cluster.emulated()) {
      mean = oneWayMillis > 0 ? LATE_MEAN : SWITCH_MEAN;
      deviation = oneWayMillis > 0 ? LATE_DEVIATION : SWITCH_DEVIATION;
    }
    return LinkProfile.of(shifted(oneWayMillis, mean, deviation))
        .withLoss(cluster.lossRatio())
        .withFifo(true);
  }

  /** A link of the slow member: each packet its own delay, or all in order. */
  static LinkProfile slowLink(double meanMillis, double jitterMillis, boolean reorder) {
    return LinkProfile.of(Latency.uniform(millis(meanMillis), millis(jitterMillis)))
        .withFifo(!reorder);
  }

  /** A constant delay and on top of it a lognormal cost, by its quantiles. */
  private static Latency shifted(double millis, Duration mean, Duration deviation) {
    if (millis == 0) {
      return Latency.lognormal(mean, deviation);
    }
    long[] samples = new long[QUANTILES];
    double spread = (double) deviation.toNanos() / mean.toNanos();
    double variance = StrictMath.log(1 + spread * spread);
    double location = StrictMath.log((double) mean.toNanos()) - variance / 2;
    double[] standard = standardNormalQuantiles();
    for (int i = 0; i < QUANTILES; i++) {
      double cost = StrictMath.exp(location + StrictMath.sqrt(variance) * standard[i]);
      samples[i] = Math.round(millis * 1e6 + cost);
    }
    return Latency.empirical(samples);
  }

  /** By summing the density: fine enough for a table. */
  private static double[] standardNormalQuantiles() {
    double[] quantiles = new double[QUANTILES];
    double step = 0.001;
    double mass = 0;
    int next = 0;
    for (double x = -6; next < QUANTILES; x += step) {
      mass += StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI) * step;
      while (next < QUANTILES && (x >= 6 || mass >= (next + 0.5) / QUANTILES)) {
        quantiles[next++] = x;
      }
    }
    return quantiles;
  }

  private static Duration millis(double millis) {
    return Duration.ofNanos(Math.round(millis * 1e6));
  }

  private static Latency lognormalMicros(long mean, long deviation) {
    return Latency.lognormal(ZERO.plusNanos(mean * 1_000), ZERO.plusNanos(deviation * 1_000));
  }
}
