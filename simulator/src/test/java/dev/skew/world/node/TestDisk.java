package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.world.network.Latency;
import java.time.Duration;

/** Disks of which a test knows how long each step takes. */
final class TestDisk {

  static final long APPEND_NANOS = 1_000;
  static final long FSYNC_NANOS = 5_000_000;
  static final long SYNC_NANOS = APPEND_NANOS + FSYNC_NANOS;

  private TestDisk() {}

  static <R> WalDisk<R> on(EventQueue queue, WalDisk.Image<R> image) {
    return on(queue, image, Long.MAX_VALUE, new DiskDevice());
  }

  static <R> WalDisk<R> on(
      EventQueue queue, WalDisk.Image<R> image, long capacityBytes, DiskDevice device) {
    DiskProfile profile =
        new DiskProfile(
            Latency.constant(Duration.ofNanos(APPEND_NANOS)),
            Latency.constant(Duration.ofNanos(FSYNC_NANOS)),
            capacityBytes,
            device);
    return new WalDisk<>(queue, profile, new Seed(1).random(), image);
  }

  static void runUntil(EventQueue queue, long nanos) {
    while (queue.nextDueNanos() <= nanos) {
      queue.runNext();
    }
    queue.advanceTo(nanos);
  }
}
