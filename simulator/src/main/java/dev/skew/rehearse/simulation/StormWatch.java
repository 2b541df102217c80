package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.fault.FaultEvent;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;

/**
 * Follows how long users' requests to services go on failing after the last fault: a failure that
 * stays when its trigger is gone is metastable. What an operator does against it is no fault.
 */
final class StormWatch {

  private static final int WINDOW_SECONDS = 5;
  private static final double WELL = 0.95;
  private static final long NOT_YET = -1;

  private final Cluster cluster;
  private final long[] asked = new long[WINDOW_SECONDS];
  private final long[] good = new long[WINDOW_SECONDS];
  private long faultNanos = NOT_YET;
  private long wellNanos = NOT_YET;
  private int samples;

  StormWatch(Cluster cluster) {
    this.cluster = cluster;
  }

  void onTrace(long atNanos, TraceEvent event) {
    if (event instanceof FaultEvent fault
        && !(event instanceof FaultEvent.Refused)
        && !fault.command().fault().isRemedy()) {
      faultNanos = atNanos;
      wellNanos = NOT_YET;
      samples = 0;
    }
  }

  void onCompleted(Invocation invocation, Completion completion) {
    ServiceObservation services = cluster.services();
    if (services != null && services.isEntry(invocation.node())) {
      int slot = slot(completion.atNanos());
      asked[slot]++;
      good[slot] += completion.outcome() == Outcome.OK ? 1 : 0;
    }
  }

  /** A virtual second has passed. */
  void onSample(long atNanos) {
    samples++;
    // The second in which the fault ended is not a whole one.
    if (faultNanos != NOT_YET && wellNanos == NOT_YET && samples > WINDOW_SECONDS) {
      long all = sum(asked);
      if (all > 0 && sum(good) >= WELL * all) {
        wellNanos = atNanos;
      }
    }
    int next = slot(atNanos);
    asked[next] = 0;
    good[next] = 0;
  }

  /** Whether there are services whose requests could fail. */
  boolean isConcerned() {
    return cluster.services() != null;
  }

  /**
   * Seconds from the end of the last fault until requests succeeded; infinite while they do not.
   */
  double seconds() {
    if (faultNanos == NOT_YET) {
      return 0;
    }
    return wellNanos == NOT_YET
        ? Double.POSITIVE_INFINITY
        : (double) (wellNanos - faultNanos) / SimTime.SECOND;
  }

  private static int slot(long atNanos) {
    return (int) (atNanos / SimTime.SECOND % WINDOW_SECONDS);
  }

  private static long sum(long[] values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }
}
