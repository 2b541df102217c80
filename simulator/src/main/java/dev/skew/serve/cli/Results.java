package dev.skew.serve.cli;

/** How results are written: for people, for programs, for continuous integration. */
interface Results {

  /** The only run there is. */
  void single(FinishedRun run);

  /** One run of a sweep; they come in the order of their seeds. */
  void ofSweep(FinishedRun run);

  /** The end of a sweep, which may have come early. */
  void summary(SweepSummary summary);
}
