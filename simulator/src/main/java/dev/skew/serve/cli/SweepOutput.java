package dev.skew.serve.cli;

/**
 * What a sweep has to say, said once: by its end, or by an interrupt that comes earlier, on another
 * thread.
 */
final class SweepOutput {

  private final Results results;
  private final SweepSummary summary;
  private boolean isClosed;

  SweepOutput(Results results, SweepSummary summary) {
    this.results = results;
    this.summary = summary;
  }

  /** Hands on one run, unless the end has been said already. */
  synchronized void add(FinishedRun run) {
    if (!isClosed) {
      summary.add(run);
      results.ofSweep(run);
    }
  }

  /** Says what is known; the first call counts. */
  synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      results.summary(summary);
    }
  }
}
