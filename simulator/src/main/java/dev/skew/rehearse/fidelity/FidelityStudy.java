package dev.skew.rehearse.fidelity;

import dev.skew.kernel.Seed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Runs every experiment of a folder over many seeds and compares. */
public final class FidelityStudy {

  /** So many more runs where a recording holds few, each of which yields one value a metric. */
  private static final int RUNS_PER_SEED_OF_RARE = 2;

  private static final int FEW_REPETITIONS = 3;

  private final ExperimentRunner runner;
  private final Options options;

  public FidelityStudy(ExperimentRunner runner, Options options) {
    this.runner = runner;
    this.options = options;
  }

  /**
   * How much to run.
   *
   * @param seeds repetitions of each experiment
   * @param jobs threads; the result does not depend on it
   * @param firstSeed seeds count up from here
   * @param progress told of each experiment that is done, in any order of threads
   */
  public record Options(int seeds, int jobs, long firstSeed, Consumer<String> progress) {

    public Options {
      if (seeds < 1 || jobs < 1) {
        throw new IllegalArgumentException(
            "seeds and jobs must be positive, got " + seeds + " and " + jobs);
      }
    }
  }

  /** Simulates all experiments and compares each metric that was recorded. */
  public FidelityReport run(RecordingFolder folder) {
    Map<Experiment, List<Observations>> observed = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(options.jobs());
    try {
      Map<Experiment, List<Future<Observations>>> running = new LinkedHashMap<>();
      for (Experiment experiment : folder.experiments()) {
        running.put(experiment, submitAll(threads, experiment));
      }
      for (Experiment control : Controls.of(folder.experiments())) {
        running.put(control, submitAll(threads, control));
      }
      running.forEach(
          (experiment, repetitions) -> {
            observed.put(experiment, resultsOf(repetitions));
            options.progress().accept(experiment.name());
          });
    } finally {
      threads.shutdownNow();
    }
    return FidelityReport.of(observed);
  }

  private List<Future<Observations>> submitAll(ExecutorService threads, Experiment experiment) {
    List<Future<Observations>> running = new ArrayList<>();
    int runs = options.seeds() * (isRare(experiment) ? RUNS_PER_SEED_OF_RARE : 1);
    for (int i = 0; i < runs; i++) {
      Seed seed = new Seed(options.firstSeed() + i).fork("fidelity", experiment.name());
      Callable<Observations> repetition = () -> runner.run(experiment, seed);
      running.add(threads.submit(repetition));
    }
    return running;
  }

  private static boolean isRare(Experiment experiment) {
    return experiment instanceof Experiment.Partition
        && experiment.recorded().repetitions() <= FEW_REPETITIONS;
  }

  private static List<Observations> resultsOf(List<Future<Observations>> running) {
    List<Observations> results = new ArrayList<>(running.size());
    for (Future<Observations> one : running) {
      try {
        results.add(one.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while experiments were running", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("an experiment failed: " + e.getCause(), e.getCause());
      }
    }
    return results;
  }
}
