package dev.skew.world.workload;

/** One of the sessions that a client runs side by side. */
final class Session {

  static final long NONE = -1;

  /** The causal context that the store gave last, empty before it gave one. */
  String context = "";

  long lastBeginNanos;
  long beginHandle = NONE;

  /** Whether a closed loop waits for an answer. */
  boolean busy;

  void cancelBegin(ClientTimers timers) {
    if (beginHandle != NONE) {
      timers.cancel(beginHandle);
      beginHandle = NONE;
    }
  }
}
