package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Report;

/** A run that came to its end, and how long one waited for it. */
record FinishedRun(Report report, long wallNanos) {

  boolean passed() {
    return report.verdict() == Report.Verdict.PASSED;
  }
}
