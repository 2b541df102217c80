package dev.skew.rehearse.fidelity;

import dev.skew.kernel.Seed;

/** Sets up one experiment in the simulator and measures what the recording measured. */
@FunctionalInterface
public interface ExperimentRunner {

  /**
   * Runs one repetition in virtual time; a pure function of its arguments, so that repetitions may
   * run on several threads.
   */
  Observations run(Experiment experiment, Seed seed);
}
