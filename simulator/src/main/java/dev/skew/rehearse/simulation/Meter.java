package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;

/**
 * Takes one measure over one span of a run. It is told only what happens within its span, and must
 * not reach back into the world.
 */
interface Meter {

  /** How much of a trace is of interest; delivered messages are nearly all of it. */
  enum Interest {
    NONE,
    ALL_BUT_DELIVERIES,
    ALL
  }

  /** The span begins. */
  default void begin(long atNanos) {}

  default void onInvoked(Invocation invocation) {}

  default void onCompleted(Invocation invocation, Completion completion) {}

  /** Which events of the trace {@link #onTrace} wants to be told: most meters none. */
  default Interest interest() {
    return Interest.NONE;
  }

  default void onTrace(long atNanos, TraceEvent event) {}

  /** The number of nodes that hold themselves for the leader has changed. */
  default void onClaimants(long atNanos, int count) {}

  /** A node's process took a step. */
  default void onStepped(NodeId node) {}

  /** A moment at which slow things may be looked at; comes once a virtual second. */
  default void onSample(long atNanos) {}

  /** What has been measured up to now: seconds, a share or a count as the measure's unit says. */
  double value(long atNanos);

  /** A meter of what is put on record, of which delivered messages are no part. */
  interface OfRecords extends Meter {

    @Override
    default Interest interest() {
      return Interest.ALL_BUT_DELIVERIES;
    }
  }
}
