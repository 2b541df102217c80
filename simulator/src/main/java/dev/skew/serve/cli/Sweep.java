package dev.skew.serve.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Runs many seeds, several at a time, and hands the results on in the order of the seeds. Each run
 * stays on one thread; what it computes does not depend on how many run beside it.
 */
final class Sweep {

  /** Finished runs that wait for a slower one before them: enough to keep every thread busy. */
  private static final int AHEAD_PER_JOB = 8;

  private final SeedRange seeds;
  private final int jobs;

  Sweep(SeedRange seeds, int jobs) {
    this.seeds = seeds;
    this.jobs = jobs;
  }

  /**
   * Runs all seeds, or as many as are wanted.
   *
   * @param run does one of them, on a thread of the sweep
   * @param accept gets each result, on the calling thread, and says whether to go on
   * @throws RunFailedException when a run could not be brought to its end
   */
  void run(LongFunction<FinishedRun> run, Predicate<FinishedRun> accept)
      throws RunFailedException, InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            jobs,
            task -> {
              Thread thread = new Thread(task, "sweep");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Deque<Pending> pending = new ArrayDeque<>();
      long next = seeds.first();
      boolean wanted = true;
      while (wanted && (next <= seeds.last() || !pending.isEmpty())) {
        while (next <= seeds.last() && pending.size() < jobs * AHEAD_PER_JOB) {
          long seed = next++;
          pending.add(new Pending(seed, threads.submit(() -> run.apply(seed))));
        }
        wanted = accept.test(pending.remove().await());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private record Pending(long seed, Future<FinishedRun> run) {

    FinishedRun await() throws RunFailedException, InterruptedException {
      try {
        return run.get();
      } catch (ExecutionException e) {
        throw new RunFailedException(seed, e.getCause() == null ? e : e.getCause());
      }
    }
  }

  /** A run that ended in an error of ours. */
  static final class RunFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long seed;

    RunFailedException(long seed, Throwable cause) {
      super(cause);
      this.seed = seed;
    }

    long seed() {
      return seed;
    }
  }
}
