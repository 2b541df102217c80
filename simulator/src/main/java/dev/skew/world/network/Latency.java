package dev.skew.world.network;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long a packet travels, as a distribution.
 *
 * <p>As in tc-netem ({@code tabledist} in Linux's {@code net/sched/sch_netem.c}) a sample is {@code
 * mean + jitter * table[u]}, where the table is an inverse distribution function and {@code u} a
 * uniform number that may be correlated with the one before; without a table it is uniform in mean
 * ± jitter. A sample below zero counts as zero.
 */
public final class Latency {

  private final String name;
  private final long meanNanos;
  private final long jitterNanos;
  private final double @Nullable [] table;

  private Latency(String name, long meanNanos, long jitterNanos, double @Nullable [] table) {
    if (meanNanos < 0 || jitterNanos < 0) {
      throw new IllegalArgumentException(
          "latency and jitter must not be negative, got " + meanNanos + " and " + jitterNanos);
    }
    this.name = name;
    this.meanNanos = meanNanos;
    this.jitterNanos = jitterNanos;
    this.table = table;
  }

  /** Always the same. */
  public static Latency constant(Duration latency) {
    return new Latency("constant", latency.toNanos(), 0, null);
  }

  /** Uniform in mean ± jitter: netem without a distribution. */
  public static Latency uniform(Duration mean, Duration jitter) {
    return new Latency("uniform", mean.toNanos(), jitter.toNanos(), null);
  }

  /** netem's {@code normal}, cut at four standard deviations as its table is. */
  public static Latency normal(Duration mean, Duration deviation) {
    return new Latency("normal", mean.toNanos(), deviation.toNanos(), NetemTables.NORMAL);
  }

  /** netem's {@code pareto}: shape 3, cut at four times the jitter above the mean. */
  public static Latency pareto(Duration mean, Duration jitter) {
    return new Latency("pareto", mean.toNanos(), jitter.toNanos(), NetemTables.PARETO);
  }

  /** netem's {@code paretonormal}: a quarter normal and three quarters pareto. */
  public static Latency paretonormal(Duration mean, Duration jitter) {
    return new Latency("paretonormal", mean.toNanos(), jitter.toNanos(), NetemTables.PARETO_NORMAL);
  }

  /** Lognormal with this mean and standard deviation; netem has none, so the table is absolute. */
  public static Latency lognormal(Duration mean, Duration deviation) {
    double[] table = NetemTables.lognormal((double) mean.toNanos(), (double) deviation.toNanos());
    return new Latency("lognormal", 0, 1, table);
  }

  /** Every value equally likely; with a correlation, neighbours in size follow each other. */
  public static Latency empirical(long[] samplesNanos) {
    if (samplesNanos.length == 0) {
      throw new IllegalArgumentException("an empirical latency needs at least one sample");
    }
    double[] table = new double[samplesNanos.length];
    for (int i = 0; i < table.length; i++) {
      table[i] = samplesNanos[i];
    }
    Arrays.sort(table);
    return new Latency("empirical", 0, 1, table);
  }

  /** The name of the distribution, as {@code paretonormal}. */
  public String name() {
    return name;
  }

  boolean isConstant() {
    return jitterNanos == 0;
  }

  long meanNanos() {
    return meanNanos;
  }

  /** The latency at a quantile; {@code uniform} in [0, 1). */
  public long sampleNanos(double uniform) {
    double[] standard = table;
    double deviation =
        standard == null ? 2 * uniform - 1 : standard[(int) (uniform * standard.length)];
    return Math.max(0, meanNanos + (long) (jitterNanos * deviation));
  }

  @Override
  public String toString() {
    return table != null && meanNanos == 0
        ? name
        : name + " " + Duration.ofNanos(meanNanos) + " ± " + Duration.ofNanos(jitterNanos);
  }
}
