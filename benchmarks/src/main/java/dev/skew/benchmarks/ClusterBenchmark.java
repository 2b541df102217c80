package dev.skew.benchmarks;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Report;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole runs from the first boot to the report; each must tell the same history every time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-Xms1g",
      "-Xmx1g",
      // as the launcher does:
      "-Xmn192m",
      "-XX:+UseSerialGC",
      "-XX:+IgnoreUnrecognizedVMOptions",
      "-XX:+UseTransparentHugePages"
    })
@Warmup(iterations = 3)
@Measurement(iterations = 3)
public class ClusterBenchmark {

  @Param public ClusterRun cluster = ClusterRun.RAFT_IDLE;

  private @Nullable String hash;

  /** What an invocation cost, beside the time on the wall that the harness takes. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Cost {
    public long costNanos;
    public long virtualNanos;
    public long traceEvents;
    public long queueEvents;
  }

  @Benchmark
  public void run(Cost cost) {
    Scenario scenario = cluster.scenario();
    Stopwatch stopwatch = new Stopwatch();
    stopwatch.start();
    Report report = cluster.run(scenario);
    stopwatch.stop();
    if (hash != null && !hash.equals(report.traceHash())) {
      throw new IllegalStateException(
          cluster.label() + " told another history: " + report.traceHash() + ", not " + hash);
    }
    hash = report.traceHash();
    cost.costNanos = stopwatch.costNanos();
    cost.virtualNanos = report.virtualNanos();
    cost.traceEvents = report.events();
    cost.queueEvents = report.queueEvents();
  }
}
