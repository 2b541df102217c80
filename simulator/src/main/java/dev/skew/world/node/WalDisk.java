package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.SimTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A disk with one write-ahead log: a record is durable once synced, loss of power takes the rest,
 * and the record that was being written may be torn.
 *
 * <p>A record that nobody syncs becomes durable by itself after {@link #WRITEBACK_NANOS}, as Linux
 * writes dirty pages back ({@code vm.dirty_expire_centisecs}, 30 s by default).
 *
 * @param <R> a record of the log
 */
public final class WalDisk<R> {

  static final long WRITEBACK_NANOS = 30 * SimTime.SECOND;

  /** Where durable records go: the owner keeps what they add up to, not their list. */
  @FunctionalInterface
  public interface Image<R> {

    /** A record became durable; records come in the order in which they were appended. */
    void onDurable(R record);
  }

  private record Dirty<R>(R record, long sequence, long appendedNanos) {}

  private record Sync(int life, long sequence, long begunNanos, EventTarget done, Object token) {}

  private final EventQueue queue;
  private final DiskProfile profile;
  private final RandomSource random;
  private final Image<R> image;
  private final ArrayDeque<Dirty<R>> dirty = new ArrayDeque<>();
  private final List<Sync> stuck = new ArrayList<>();
  private final EventTarget completion = this::onComplete;

  private int life;
  private long sequence;
  private long addedSyncNanos;
  private boolean stalled;
  private boolean full;
  private long writtenBytes;
  private long syncCount;
  private long syncNanos;

  public WalDisk(EventQueue queue, DiskProfile profile, RandomSource random, Image<R> image) {
    this.queue = queue;
    this.profile = profile;
    this.random = random;
    this.image = image;
  }

  /**
   * Appends a record and syncs the log up to and including it.
   *
   * @param done told {@code token} when the record is durable
   * @return false when no space is left and nothing was appended
   */
  public boolean write(R record, int bytes, EventTarget done, Object token) {
    if (!append(record, bytes)) {
      return false;
    }
    sync(done, token);
    return true;
  }

  /**
   * Appends a record to the page cache, which takes no time worth counting.
   *
   * @return false when no space is left and nothing was appended
   */
  public boolean append(R record, int bytes) {
    long nowNanos = queue.nowNanos();
    writeBack(nowNanos);
    if (full || writtenBytes + bytes > profile.capacityBytes()) {
      return false;
    }
    dirty.addLast(new Dirty<>(record, ++sequence, nowNanos));
    writtenBytes += bytes;
    return true;
  }

  /** Syncs all that was appended so far; {@code done} is told {@code token}. */
  public void sync(EventTarget done, Object token) {
    long nowNanos = queue.nowNanos();
    long costNanos =
        profile.append().sampleNanos(random.nextDouble())
            + profile.fsync().sampleNanos(random.nextDouble())
            + addedSyncNanos;
    queue.schedule(
        profile.device().serve(nowNanos, costNanos),
        completion,
        new Sync(life, sequence, nowNanos, done, token));
  }

  /** The process ended and the kernel lives on: everything appended will reach the disk. */
  public void processEnded() {
    life++;
    stuck.clear();
    while (!dirty.isEmpty()) {
      image.onDurable(dirty.removeFirst().record());
    }
  }

  /**
   * Power is lost: what was not synced is gone, and writes under way never complete.
   *
   * @return how many records were lost
   */
  public int powerLost() {
    writeBack(queue.nowNanos());
    int lost = dirty.size();
    dirty.clear();
    life++;
    stuck.clear();
    return lost;
  }

  /** Every sync takes so much longer from now on; 0 is healthy. */
  public void slowSyncs(long addedNanos) {
    addedSyncNanos = addedNanos;
  }

  /** While stalled, nothing completes, nothing fails and nothing is written back. */
  public void stall(boolean stalledNow) {
    writeBack(queue.nowNanos());
    stalled = stalledNow;
    if (!stalled) {
      for (Sync sync : stuck) {
        queue.schedule(queue.nowNanos(), completion, sync);
      }
      stuck.clear();
    }
  }

  public void fill(boolean noSpaceLeft) {
    full = noSpaceLeft;
  }

  public long writtenBytes() {
    return writtenBytes;
  }

  /** Completed syncs. */
  public long syncCount() {
    return syncCount;
  }

  /** Nanoseconds that completed syncs took, waiting included. */
  public long syncNanos() {
    return syncNanos;
  }

  private void onComplete(@Nullable Object payload) {
    if (!(payload instanceof Sync sync) || sync.life() != life) {
      return;
    }
    if (stalled) {
      stuck.add(sync);
      return;
    }
    syncCount++;
    syncNanos += queue.nowNanos() - sync.begunNanos();
    while (!dirty.isEmpty() && dirty.getFirst().sequence() <= sync.sequence()) {
      image.onDurable(dirty.removeFirst().record());
    }
    sync.done().onEvent(sync.token());
  }

  private void writeBack(long nowNanos) {
    while (!stalled
        && !dirty.isEmpty()
        && dirty.getFirst().appendedNanos() + WRITEBACK_NANOS <= nowNanos) {
      image.onDurable(dirty.removeFirst().record());
    }
  }
}
