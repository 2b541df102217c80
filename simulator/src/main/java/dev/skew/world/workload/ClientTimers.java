package dev.skew.world.workload;

/** The instants at which a client wants to be woken. */
interface ClientTimers {

  long nowNanos();

  /** Wakes the client to begin an operation; in an open loop the session is that of the loop. */
  long beginAt(long dueNanos, int session);

  /** Wakes the client to give up on an attempt. */
  long giveUpAt(long dueNanos, long requestId);

  /** Wakes the client to try again. */
  long retryAt(long dueNanos, PendingOperation operation);

  void cancel(long handle);
}
