package dev.skew.world.workload;

/** An operation under way, with the state of its present attempt. */
final class PendingOperation {

  final Invocation invocation;
  long requestId;
  long timeoutHandle;
  int attempts = 1;

  /** Whether an earlier attempt may have been carried out: then no later one can say failed. */
  boolean anyAttemptUnknown;

  PendingOperation(Invocation invocation) {
    this.invocation = invocation;
    this.requestId = invocation.requestId();
  }
}
