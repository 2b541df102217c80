package dev.skew.world.node;

/** The medium below one or more logs: it does one thing at a time. */
public final class DiskDevice {

  private long idleAtNanos;

  /** Queues a request behind what the device has to do already; returns when it will be done. */
  long serve(long nowNanos, long costNanos) {
    idleAtNanos = Math.max(nowNanos, idleAtNanos) + costNanos;
    return idleAtNanos;
  }
}
