package dev.skew.rehearse.simulation;

/**
 * Lives through a scenario. One call runs on the calling thread alone; calls on different threads
 * do not disturb each other.
 */
@FunctionalInterface
public interface SimulationRunner {

  Report run(RunRequest request, RunListener listener);
}
