package dev.skew.rehearse.simulation;

/**
 * How far a history had come at a virtual instant, once everything due at or before it had run.
 *
 * @param events trace events recorded so far
 * @param hash the trace hash so far, sixteen hexadecimal digits
 */
public record Checkpoint(long atNanos, long events, String hash) {

  /** Virtual time between two checkpoints of a run. */
  public static final long INTERVAL_NANOS = 1_000_000_000L;
}
