package dev.skew.world.service;

import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** A call that an instance has taken in, from its arrival to its answer. */
final class Job {

  /** Who asked, null for load that comes from somewhere else. */
  final @Nullable NodeId caller;

  final ServiceMessage.Call call;
  final long arrivedNanos;

  /** When nobody waits for it any more, as far as the caller has said. */
  final long deadlineNanos;

  /** How long it may wait in the queue. */
  final long patienceNanos;

  /** Which dependency is next. */
  int step;

  /** The call to a dependency that is under way. */
  @Nullable Call outstanding;

  boolean cancelled;

  Job(@Nullable NodeId caller, ServiceMessage.Call call, long arrivedNanos, long patienceNanos) {
    this.caller = caller;
    this.call = call;
    this.arrivedNanos = arrivedNanos;
    this.deadlineNanos =
        call.remainingNanos() == 0 ? Long.MAX_VALUE : arrivedNanos + call.remainingNanos();
    this.patienceNanos = patienceNanos;
  }

  ServiceRequest request() {
    return call.request();
  }

  boolean isExpired(long nowNanos) {
    return nowNanos >= deadlineNanos;
  }

  boolean hasWaitedTooLong(long nowNanos) {
    return nowNanos - arrivedNanos > patienceNanos;
  }

  /** A call to a dependency, over all of its attempts. */
  interface Call {

    /** Nobody wants the answer any more. */
    void abandon();
  }
}
