package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceListener;
import java.util.Optional;

/** Watches a run from outside. What it does must not reach back into the run. */
public interface RunListener {

  /** Watches nothing. */
  RunListener NONE = new RunListener() {};

  /**
   * A whole {@link Checkpoint#INTERVAL_NANOS} has passed, or the run has ended: every multiple of
   * the interval in turn, then the end unless it is one of them.
   */
  default void onCheckpoint(Checkpoint checkpoint) {}

  /** Who wants every trace event; asked once, before the run, so that nobody pays for nothing. */
  default Optional<TraceListener> traceListener() {
    return Optional.empty();
  }
}
