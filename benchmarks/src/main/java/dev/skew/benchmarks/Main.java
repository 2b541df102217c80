package dev.skew.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs every benchmark in rounds, each contender in a JVM of its own and all of them in each round,
 * so that a busy neighbour meets everybody; prints the median of the rounds' ratios.
 */
public final class Main {

  private static final int[] PENDING = {100, 1_000, 10_000};
  private static final double NANOS_PER_SECOND = 1e9;

  private final int rounds;
  private final Map<String, List<Double>> costs = new TreeMap<>();

  private Main(int rounds) {
    this.rounds = rounds;
  }

  /**
   * Measures and prints.
   *
   * @param arguments how many rounds, 3 unless told; then {@code hops} or {@code clusters} for one
   *     table only
   */
  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    String only = arguments.length > 1 ? arguments[1] : "";
    Main main = new Main(rounds);
    if (!only.equals("clusters")) {
      main.hops();
    }
    if (!only.equals("hops")) {
      main.clusters();
    }
  }

  private void hops() throws RunnerException {
    for (int round = 1; round <= rounds; round++) {
      for (int pending : PENDING) {
        for (Contender contender : Contender.values()) {
          progress(round, contender.label() + ", " + pending + " pending");
          RunResult result =
              measure(
                  HopBenchmark.class,
                  Map.of("contender", contender.name(), "pending", Integer.toString(pending)));
          remember(key(contender, pending), median(perUnit(result, "costNanos", "hops")));
        }
      }
    }
    printHops();
  }

  private void printHops() {
    print("%n%-38s", "message hops");
    for (int pending : PENDING) {
      print("%14s %8s", pending + " pending", "");
    }
    print("%n");
    for (Contender contender : Contender.values()) {
      print("%-38s", contender.label());
      for (int pending : PENDING) {
        List<Double> own = costs(key(contender, pending));
        List<Double> base = costs(key(Contender.JAVA_QUEUE, pending));
        double[] ratios = new double[rounds];
        Arrays.setAll(ratios, round -> base.get(round) / own.get(round));
        print("%,11.0f ns %7.3fx", median(own), median(ratios));
      }
      print("%n");
    }
    print("x: speed as a multiple of java.util.PriorityQueue's in the same round, median%n");
  }

  private void clusters() throws RunnerException {
    Map<ClusterRun, double[]> speeds = new TreeMap<>();
    Map<ClusterRun, double[]> rates = new TreeMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (ClusterRun cluster : ClusterRun.values()) {
        progress(round, cluster.label());
        RunResult result = measure(ClusterBenchmark.class, Map.of("cluster", cluster.name()));
        remember(cluster.name(), median(perUnit(result, "costNanos", "traceEvents")));
        double speed = median(perUnit(result, "virtualNanos", "costNanos"));
        speeds.computeIfAbsent(cluster, ignored -> new double[rounds])[round - 1] = speed;
        double rate = median(perUnit(result, "queueEvents", "costNanos")) * NANOS_PER_SECOND;
        rates.computeIfAbsent(cluster, ignored -> new double[rounds])[round - 1] = rate;
      }
    }
    double base = median(costs(ClusterRun.NODES_10.name()));
    print("%n%-44s %16s %14s", "whole runs", "virtual : real", "queue events/s");
    print(" %14s %12s%n", "per event", "of 10 nodes");
    for (ClusterRun cluster : ClusterRun.values()) {
      double cost = median(costs(cluster.name()));
      print(
          "%-44s %,14.0f:1 %,14.0f %,11.0f ns %11.2fx%n",
          cluster.label(),
          median(Objects.requireNonNull(speeds.get(cluster))),
          median(Objects.requireNonNull(rates.get(cluster))),
          cost,
          cost / base);
    }
  }

  private static RunResult measure(Class<?> benchmark, Map<String, String> parameters)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(benchmark.getName() + "\\.")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    return new Runner(options.build()).runSingle();
  }

  /** One counter by another, of every iteration. */
  private static double[] perUnit(RunResult result, String counter, String unit) {
    List<Double> values = new ArrayList<>();
    for (BenchmarkResult fork : result.getBenchmarkResults()) {
      for (IterationResult iteration : fork.getIterationResults()) {
        values.add(read(iteration, counter) / read(iteration, unit));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double read(IterationResult iteration, String counter) {
    return Objects.requireNonNull(iteration.getSecondaryResults().get(counter), counter).getScore();
  }

  private void remember(String key, double value) {
    costs.computeIfAbsent(key, ignored -> new ArrayList<>()).add(value);
  }

  private List<Double> costs(String key) {
    return costs.getOrDefault(key, List.of());
  }

  private static String key(Contender contender, int pending) {
    return contender.name() + " " + pending;
  }

  private static double median(List<Double> values) {
    return median(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void progress(int round, String what) {
    System.err.printf(Locale.ROOT, "round %d of %d: %s%n", round, rounds, what);
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
