package dev.skew.world.network;

/**
 * When a timer of the Linux kernel really fires: it counts in jiffies, never fires early, and the
 * farther away it is the coarser is its wheel ({@code kernel/time/timer.c}). HZ is 250, as Debian
 * builds it.
 */
final class KernelTimer {

  private static final long JIFFY_NANOS = 4_000_000;
  private static final int WHEEL_SLOTS = 63;
  private static final int WHEEL_SHIFT = 3;
  private static final int WHEELS = 8;

  private KernelTimer() {}

  static long dueNanos(long nowNanos, long delayNanos) {
    long jiffies = (delayNanos + JIFFY_NANOS - 1) / JIFFY_NANOS;
    int shift = 0;
    for (int wheel = 1; wheel < WHEELS && jiffies >= (long) WHEEL_SLOTS << shift; wheel++) {
      shift += WHEEL_SHIFT;
    }
    long expiry = nowNanos / JIFFY_NANOS + jiffies;
    return (((expiry >> shift) + 1) << shift) * JIFFY_NANOS;
  }
}
