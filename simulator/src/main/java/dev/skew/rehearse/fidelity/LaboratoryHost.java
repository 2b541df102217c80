package dev.skew.rehearse.fidelity;

import dev.skew.kernel.RandomSource;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.world.network.Latency;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.node.DiskDevice;
import dev.skew.world.node.DiskProfile;
import dev.skew.world.node.EtcdSettings;
import dev.skew.world.node.HostProcessors;
import dev.skew.world.node.ServiceProfile;
import dev.skew.world.raft.RaftSettings;
import java.time.Duration;

/**
 * The machine on which the recordings were made: all members share one kernel, two cores and one
 * disk, peers talk through virtual links, clients through a JSON gateway.
 */
final class LaboratoryHost {

  private static final int CORES = 2;

  /** fdatasync on an idle disk: median 0.33 ms, 99th percentile 0.6 ms; a little less in a row. */
  private static final Latency FSYNC = lognormalMicros(300, 110);

  private static final Latency FSYNC_IN_MEMORY = lognormalMicros(4, 1);

  /** Encoding a record and handing it to the kernel. */
  private static final Latency APPEND = Latency.constant(Duration.ofNanos(30_000));

  /** Decoding, one Raft step, encoding and the system calls around them, in a warm process. */
  private static final Latency MESSAGE = lognormalMicros(62, 25);

  /** Channels and scheduler on the way between the goroutines that a request passes. */
  private static final long HAND_OVER_NANOS = 80_000;

  /** A packet through a virtual Ethernet pair. */
  private static final Duration LINK_MEAN = Duration.ofNanos(40_000);

  private static final Duration LINK_DEVIATION = Duration.ofNanos(20_000);

  /** One more process in the way, at no delay. */
  private static final Duration SWITCH_MEAN = Duration.ofNanos(55_000);

  private static final Duration SWITCH_DEVIATION = Duration.ofNanos(30_000);

  /** A packet that had to wait in the switch leaves late by its timer. */
  private static final Duration LATE_MEAN = Duration.ofNanos(370_000);

  private static final Duration LATE_DEVIATION = Duration.ofNanos(150_000);

  /** Half of a serializable read: client, HTTP, gateway and gRPC on one side, warm. */
  private static final Latency GATEWAY_LEG = lognormalMicros(190, 65);

  /** A packet between client and member. */
  private static final Latency CLIENT_LINK = Latency.constant(Duration.ofNanos(25_000));

  /** A socket, its handshake, and the server's accepting it. */
  private static final Latency CONNECT = lognormalMicros(420, 340);

  /** A socket and the reset that answers its SYN: nobody has to wake up. */
  private static final Latency REFUSAL = lognormalMicros(265, 70);

  /** Half of the extra cost of waking up is there after a millisecond of sleep. */
  private static final HostProcessors.Sleep SLEEP = new HostProcessors.Sleep(0.9, 1_000_000);

  /** Members and driver ran with nice -10, beside other jobs of the usual priority. */
  private static final HostProcessors.Contention CONTENTION =
      new HostProcessors.Contention(0.04, 300_000);

  /**
   * The worst lateness that the switch noted in 3 to 30 s, 2 to 10 ms, tells rate and length of
   * stalls.
   */
  private static final HostProcessors.Habits HABITS =
      new HostProcessors.Habits(
          CORES, SLEEP, new HostProcessors.Stalls(400_000_000, stalls()), CONTENTION);

  /**
   * Unseen neighbours: medians of the recordings' nine blocks of serializable reads, work that has
   * nothing to do with cluster size, delay or disk, have a logarithm that deviates by 0.107.
   */
  private static final double NEIGHBOURS_DEVIATION = 0.107;

  /** How long a woken process of usual priority waits where all cores are busy, on average. */
  private static final double TURN_NANOS = 100_000;

  private static final int QUANTILES = 512;

  private static final double[] STANDARD_NORMAL = standardNormalQuantiles();

  private LaboratoryHost() {}

  static HostProcessors processors(RandomSource random) {
    return new HostProcessors(HABITS, random);
  }

  static DiskProfile disk(Cluster cluster, DiskDevice device) {
    return new DiskProfile(
        APPEND, cluster.ramDisk() ? FSYNC_IN_MEMORY : FSYNC, Long.MAX_VALUE, device);
  }

  static ServiceProfile service(HostProcessors processors) {
    return new ServiceProfile(MESSAGE, 100_000, boot(), processors);
  }

  /** No flags but perhaps {@code --pre-vote}. */
  static EtcdSettings settings(Cluster cluster) {
    return new EtcdSettings(
        RaftSettings.ETCD.withPreVote(cluster.preVote()),
        EtcdSettings.DEFAULT.tickNanos(),
        EtcdSettings.DEFAULT.requestTimeoutNanos(),
        HAND_OVER_NANOS);
  }

  static LinkProfile clientLink() {
    return LinkProfile.of(CLIENT_LINK).withFifo(true);
  }

  /** How much slower or faster than usual the host is during a block of requests, as a factor. */
  static double slowness(RandomSource random) {
    double drawn = STANDARD_NORMAL[random.nextInt(QUANTILES)];
    return StrictMath.exp(NEIGHBOURS_DEVIATION * drawn);
  }

  static long gatewayLegNanos(RandomSource random) {
    return GATEWAY_LEG.sampleNanos(random.nextDouble());
  }

  static long connectNanos(RandomSource random) {
    return CONNECT.sampleNanos(random.nextDouble());
  }

  static long refusalNanos(RandomSource random) {
    return REFUSAL.sampleNanos(random.nextDouble());
  }

  /**
   * What share of the cores other work took, from the load average that a recording notes: the
   * cluster's own members account for about one runnable process.
   */
  static double occupancy(double loadAverage) {
    return Math.max(0, Math.min(1, (loadAverage - 1) / CORES));
  }

  /** A peer link while the cluster boots: delays and losses came later. */
  static LinkProfile bootLink(Cluster cluster) {
    return LinkProfile.of(shifted(0, costOf(cluster, 0), 0)).withFifo(true);
  }

  /**
   * A peer link of the cluster.
   *
   * @param occupancy share of the cores that are busy with other work
   * @param slowness of the host, as a factor
   */
  static LinkProfile peerLink(Cluster cluster, double occupancy, double slowness) {
    double millis = cluster.oneWayMillis();
    Cost cost = costOf(cluster, millis).times(slowness);
    return LinkProfile.of(shifted(millis, cost, cluster.emulated() ? occupancy : 0))
        .withLoss(cluster.lossRatio())
        .withFifo(true);
  }

  /** A link of the slow member: each packet its own delay, or all in order. */
  static LinkProfile slowLink(double meanMillis, double jitterMillis, boolean reorder) {
    return LinkProfile.of(Latency.uniform(millis(meanMillis), millis(jitterMillis)))
        .withFifo(!reorder);
  }

  /** A cost on top of a delay. */
  private record Cost(Duration mean, Duration deviation) {

    Cost times(double factor) {
      return new Cost(scaled(mean, factor), scaled(deviation, factor));
    }

    private static Duration scaled(Duration duration, double factor) {
      return Duration.ofNanos(Math.round((double) duration.toNanos() * factor));
    }
  }

  private static Cost costOf(Cluster cluster, double oneWayMillis) {
    if (!cluster.emulated()) {
      return new Cost(LINK_MEAN, LINK_DEVIATION);
    }
    return oneWayMillis > 0
        ? new Cost(LATE_MEAN, LATE_DEVIATION)
        : new Cost(SWITCH_MEAN, SWITCH_DEVIATION);
  }

  /**
   * A constant delay and on top of it a lognormal cost, by its quantiles. The switch runs at the
   * usual priority, so that where other work occupies the cores it has to wait for its turn.
   */
  private static Latency shifted(double millis, Cost cost, double occupancy) {
    long[] samples = new long[QUANTILES];
    double mean = (double) cost.mean().toNanos();
    double spread = (double) cost.deviation().toNanos() / mean;
    double variance = StrictMath.log(1 + spread * spread);
    double location = StrictMath.log(mean) - variance / 2;
    for (int i = 0; i < QUANTILES; i++) {
      double late = StrictMath.exp(location + StrictMath.sqrt(variance) * STANDARD_NORMAL[i]);
      // Waiting times, in an order of their own, so that they do not add to the late ones only.
      double rank = ((i * 197) % QUANTILES + 0.5) / QUANTILES;
      double turn = -StrictMath.log(1 - rank) * TURN_NANOS * occupancy;
      samples[i] = Math.round(millis * 1e6 + late + turn);
    }
    return Latency.empirical(samples);
  }

  /**
   * From exec to serving clients: 66 ms and a little more or less, but for one start in eleven,
   * which finds a file still locked and tries again after 50 ms, as bbolt does.
   */
  private static Latency boot() {
    long[] samples = new long[QUANTILES];
    for (int i = 0; i < QUANTILES; i++) {
      double again = (i * 197) % QUANTILES < QUANTILES / 11 ? 52e6 : 0;
      samples[i] = Math.round(66e6 * StrictMath.exp(0.16 * STANDARD_NORMAL[i]) + again);
    }
    return Latency.empirical(samples);
  }

  /** A heavy tail: one in three of its values is above 2 ms, one in fifty above 14 ms. */
  private static Latency stalls() {
    long[] samples = new long[QUANTILES];
    for (int i = 0; i < QUANTILES; i++) {
      double above = 1 - (i + 0.5) / QUANTILES;
      samples[i] = Math.round(1e6 * Math.min(40, StrictMath.pow(above, -1 / 1.5)));
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
    return Latency.lognormal(Duration.ofNanos(mean * 1_000), Duration.ofNanos(deviation * 1_000));
  }
}
