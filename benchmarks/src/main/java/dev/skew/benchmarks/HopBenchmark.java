package dev.skew.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages between a hundred entities, the same ones through every contender. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class HopBenchmark {

  @Param public Contender contender = Contender.BARE_HEAP;

  @Param({"100", "1000", "10000"})
  public int pending;

  private long hops;
  private long expected;

  /** What an invocation cost, beside the time on the wall that the harness takes. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Cost {
    public long costNanos;
    public long hops;
  }

  @Setup
  public void work() {
    hops = contender.hops(pending);
    expected = Contender.trajectory(pending, hops);
  }

  @Benchmark
  public void hop(Cost cost) {
    cost.costNanos = contender.run(pending, hops, expected);
    cost.hops = hops;
  }
}
