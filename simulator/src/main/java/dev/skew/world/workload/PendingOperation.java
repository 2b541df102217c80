package dev.skew.world.workload;

import dev.skew.world.topology.NodeId;

/** An operation under way, with the state of its present attempt. */
final class PendingOperation {

  final Invocation invocation;
  long requestId;

  /** What the session handed in with the first attempt. */
  final String context;

  /** Whom the present attempt asked. */
  NodeId node;

  long timeoutHandle;
  int attempts = 1;

  /** Whether an earlier attempt may have been carried out: then no later one can say failed. */
  boolean anyAttemptUnknown;

  PendingOperation(Invocation invocation, String context) {
    this.invocation = invocation;
    this.context = context;
    this.requestId = invocation.requestId();
    this.node = invocation.node();
  }
}
