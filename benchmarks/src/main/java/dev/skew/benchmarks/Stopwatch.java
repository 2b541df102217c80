package dev.skew.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Measures processor time: of the one thread that simulates, and what collecting its garbage took.
 * Neighbours on a shared machine lengthen the time on the wall, but hardly this.
 */
final class Stopwatch {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long NANOS_PER_MILLI = 1_000_000;

  private long startNanos;
  private long costNanos;

  void start() {
    startNanos = read();
  }

  void stop() {
    costNanos = read() - startNanos;
  }

  long costNanos() {
    return costNanos;
  }

  private static long read() {
    long collecting = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collecting += collector.getCollectionTime();
    }
    return THREADS.getCurrentThreadCpuTime() + collecting * NANOS_PER_MILLI;
  }
}
