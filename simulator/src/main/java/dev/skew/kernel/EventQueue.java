package dev.skew.kernel;

import static dev.skew.kernel.Checks.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The simulation's only source of time: what is due, ordered by (virtual time, sequence).
 *
 * <p>A hierarchical timing wheel over all 63 bits of time (Varghese and Lauck, SOSP 1987), read as
 * a radix heap (Ahuja, Mehlhorn, Orlin, Tarjan, JACM 1990): an event lies in the bucket named by
 * the highest base-64 digit in which its due time differs from {@code base}, the time of the last
 * event that ran, and by the value of that digit. Time never goes back, so an event only ever moves
 * to lower levels, at most ten times and in practice twice. Buckets are lists in the order of
 * arrival and are redistributed in that order, and events due at one instant always share a bucket:
 * the sequence orders them without being stored.
 *
 * <p>Events live in slots that are used again: scheduling allocates nothing. Not safe for threads:
 * a sandbox has one.
 */
public final class EventQueue {

  private static final int DIGIT_BITS = 6;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int LEVELS = 11;
  private static final int NONE = -1;

  /** Says that the next event has to be searched for. */
  private static final long UNKNOWN = Long.MIN_VALUE;

  private static final int SLOT_BITS = 24;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  private final int[] heads = new int[LEVELS * DIGITS];
  private final int[] tails = new int[LEVELS * DIGITS];
  private final long[] occupiedDigits = new long[LEVELS];
  private int occupiedLevels;
  private long base;

  private int nextSlot = NONE;
  private long nextNanos = Long.MAX_VALUE;

  private long[] dueTimes = new long[64];
  private long[] handles = new long[64];
  private int[] successors = new int[64];
  private int[] predecessors = new int[64];
  private @Nullable EventTarget[] targets = new EventTarget[64];
  private @Nullable Object[] payloads = new Object[64];
  private int firstFree = NONE;
  private int slotCount;
  private int size;

  private long nowNanos;
  private long sequence;
  private long ranCount;
  private long history = 0x3c6ef372fe94f82bL;

  public EventQueue() {
    Arrays.fill(heads, NONE);
  }

  /** Nanoseconds of virtual time since the sandbox began. */
  public long nowNanos() {
    return nowNanos;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** How many events are pending. */
  public int size() {
    return size;
  }

  /** When the next event is due, or {@link Long#MAX_VALUE} when there is none. */
  public long nextDueNanos() {
    if (nextNanos == UNKNOWN) {
      findNext();
    }
    return nextNanos;
  }

  /**
   * Folds the due times of all events that ran, and so changes with any of them; sequence numbers
   * are left out, so that what is scheduled for later leaves everything before it as it was.
   */
  public long history() {
    return history;
  }

  /**
   * Schedules an event; events due at the same instant run in the order in which they were
   * scheduled.
   *
   * @param dueNanos virtual time, not before now
   * @return a handle for {@link #cancel}
   */
  public long schedule(long dueNanos, EventTarget target, @Nullable Object payload) {
    if (dueNanos < nowNanos) {
      check(false, "event due at %d ns, before now %d ns", dueNanos, nowNanos);
    }
    int slot = takeSlot();
    long handle = sequence++ << SLOT_BITS | slot;
    dueTimes[slot] = dueNanos;
    handles[slot] = handle;
    targets[slot] = target;
    payloads[slot] = payload;
    append(slot, dueNanos);
    size++;
    if (dueNanos < nextNanos) {
      nextNanos = dueNanos;
      nextSlot = slot;
    }
    return handle;
  }

  /** What a pending event carries; null when it carries nothing, has run or was cancelled. */
  public @Nullable Object payload(long handle) {
    int slot = (int) handle & SLOT_MASK;
    return slot < slotCount && handles[slot] == handle ? payloads[slot] : null;
  }

  /** Forgets an event; returns false when it has run or was cancelled before. */
  public boolean cancel(long handle) {
    int slot = (int) handle & SLOT_MASK;
    if (slot >= slotCount || handles[slot] != handle) {
      return false;
    }
    unlink(slot, bucketOf(dueTimes[slot]));
    if (slot == nextSlot) {
      forgetNext();
    }
    releaseSlot(slot);
    return true;
  }

  /** How many events have run. */
  public long ranCount() {
    return ranCount;
  }

  /** Moves time to the next event and runs it; returns false when there is none. */
  public boolean runNext() {
    if (nextNanos == UNKNOWN) {
      findNext();
    }
    int slot = nextSlot;
    if (slot == NONE) {
      return false;
    }
    long dueNanos = nextNanos;
    takeOut(slot, dueNanos);
    nowNanos = dueNanos;
    ranCount++;
    history = Long.rotateLeft((history ^ dueNanos) * 0x9fb21c651e98df25L, 29);
    EventTarget target = targets[slot];
    Object payload = payloads[slot];
    releaseSlot(slot);
    if (target != null) {
      target.onEvent(payload);
    }
    return true;
  }

  /** Moves time forward when nothing is due before {@code nanos}. */
  public void advanceTo(long nanos) {
    check(nanos >= nowNanos, "time cannot go back from %d ns to %d ns", nowNanos, nanos);
    check(nextDueNanos() >= nanos, "an event is due before %d ns", nanos);
    nowNanos = nanos;
  }

  /** The first event of the lowest bucket that has any; in level 0 all of a bucket are equal. */
  private void findNext() {
    if (occupiedLevels == 0) {
      nextSlot = NONE;
      nextNanos = Long.MAX_VALUE;
      return;
    }
    int level = Integer.numberOfTrailingZeros(occupiedLevels);
    int digit = Long.numberOfTrailingZeros(occupiedDigits[level]);
    int least = heads[level << DIGIT_BITS | digit];
    long leastNanos = dueTimes[least];
    if (level > 0) {
      for (int slot = successors[least]; slot != NONE; slot = successors[slot]) {
        if (dueTimes[slot] < leastNanos) {
          least = slot;
          leastNanos = dueTimes[slot];
        }
      }
    }
    nextSlot = least;
    nextNanos = leastNanos;
  }

  /** Removes the next event and moves those of its bucket to where they lie as seen from it. */
  private void takeOut(int slot, long dueNanos) {
    int bucket = bucketOf(dueNanos);
    unlink(slot, bucket);
    base = dueNanos;
    forgetNext();
    int rest = heads[bucket];
    if (rest == NONE) {
      return;
    }
    if (bucket < DIGITS) {
      nextSlot = rest;
      nextNanos = dueNanos;
      return;
    }
    clear(bucket);
    redistribute(rest);
  }

  private void redistribute(int first) {
    int least = first;
    long leastNanos = Long.MAX_VALUE;
    for (int slot = first; slot != NONE; ) {
      int following = successors[slot];
      long time = dueTimes[slot];
      if (time < leastNanos) {
        least = slot;
        leastNanos = time;
      }
      append(slot, time);
      slot = following;
    }
    nextSlot = least;
    nextNanos = leastNanos;
  }

  private void forgetNext() {
    nextSlot = NONE;
    nextNanos = UNKNOWN;
  }

  /** A level covers {@link #DIGIT_BITS} bits; 43 / 256 divides by six, exactly below 64. */
  private int bucketOf(long dueNanos) {
    int highestBit = 63 - Long.numberOfLeadingZeros((dueNanos ^ base) | 1);
    int level = (highestBit * 43) >>> 8;
    int digit = (int) (dueNanos >>> (level * DIGIT_BITS)) & (DIGITS - 1);
    return level << DIGIT_BITS | digit;
  }

  private void append(int slot, long dueNanos) {
    int bucket = bucketOf(dueNanos);
    successors[slot] = NONE;
    if (heads[bucket] == NONE) {
      int level = bucket >>> DIGIT_BITS;
      heads[bucket] = slot;
      predecessors[slot] = NONE;
      occupiedDigits[level] |= 1L << bucket;
      occupiedLevels |= 1 << level;
    } else {
      int last = tails[bucket];
      successors[last] = slot;
      predecessors[slot] = last;
    }
    tails[bucket] = slot;
  }

  private void unlink(int slot, int bucket) {
    int before = predecessors[slot];
    int after = successors[slot];
    if (before == NONE) {
      heads[bucket] = after;
    } else {
      successors[before] = after;
    }
    if (after != NONE) {
      predecessors[after] = before;
    } else if (before != NONE) {
      tails[bucket] = before;
    } else {
      clear(bucket);
    }
  }

  private void clear(int bucket) {
    int level = bucket >>> DIGIT_BITS;
    heads[bucket] = NONE;
    occupiedDigits[level] &= ~(1L << bucket);
    if (occupiedDigits[level] == 0) {
      occupiedLevels &= ~(1 << level);
    }
  }

  private int takeSlot() {
    int slot = firstFree;
    if (slot != NONE) {
      firstFree = successors[slot];
      return slot;
    }
    if (slotCount == dueTimes.length) {
      grow();
    }
    return slotCount++;
  }

  private void releaseSlot(int slot) {
    targets[slot] = null;
    payloads[slot] = null;
    handles[slot] = NONE;
    successors[slot] = firstFree;
    firstFree = slot;
    size--;
  }

  private void grow() {
    check(slotCount < SLOT_MASK, "more than %d events are pending", SLOT_MASK);
    int capacity = slotCount * 2;
    dueTimes = Arrays.copyOf(dueTimes, capacity);
    handles = Arrays.copyOf(handles, capacity);
    successors = Arrays.copyOf(successors, capacity);
    predecessors = Arrays.copyOf(predecessors, capacity);
    targets = Arrays.copyOf(targets, capacity);
    payloads = Arrays.copyOf(payloads, capacity);
  }
}
