package dev.skew.kernel;

import static dev.skew.kernel.Checks.check;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The simulation's only source of time: what is due, ordered by (virtual time, sequence).
 *
 * <p>Events live in slots that are used again, so that scheduling allocates nothing; a four-ary
 * heap of primitives orders the slots. Not safe for threads: a sandbox has one.
 */
public final class EventQueue {

  private static final int SLOT_BITS = 24;
  private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;

  private long[] heapTimes = new long[64];
  private long[] heapKeys = new long[64];
  private int size;

  private @Nullable EventTarget[] targets = new EventTarget[64];
  private @Nullable Object[] payloads = new Object[64];
  private long[] slotKeys = new long[64];
  private int[] freeSlots = new int[64];
  private int freeCount;
  private int slotCount;

  private long nowNanos;
  private long sequence;

  /** Nanoseconds of virtual time since the sandbox began. */
  public long nowNanos() {
    return nowNanos;
  }

  public boolean isEmpty() {
    return nextDueNanos() == Long.MAX_VALUE;
  }

  /** When the next event is due, or {@link Long#MAX_VALUE} when there is none. */
  public long nextDueNanos() {
    dropCancelled();
    return size == 0 ? Long.MAX_VALUE : heapTimes[0];
  }

  /**
   * Schedules an event; events due at the same instant run in the order in which they were
   * scheduled.
   *
   * @param dueNanos virtual time, not before now
   * @return a handle for {@link #cancel}
   */
  public long schedule(long dueNanos, EventTarget target, @Nullable Object payload) {
    check(dueNanos >= nowNanos, "event due at %d ns, before now %d ns", dueNanos, nowNanos);
    int slot = takeSlot();
    long key = sequence++ << SLOT_BITS | slot;
    targets[slot] = target;
    payloads[slot] = payload;
    slotKeys[slot] = key;
    push(dueNanos, key);
    return key;
  }

  /** Forgets an event; returns false when it has run or was cancelled before. */
  public boolean cancel(long handle) {
    int slot = (int) handle & SLOT_MASK;
    if (slot >= slotCount || slotKeys[slot] != handle || targets[slot] == null) {
      return false;
    }
    targets[slot] = null;
    payloads[slot] = null;
    return true;
  }

  /** Moves time to the next event and runs it; returns false when there is none. */
  public boolean runNext() {
    dropCancelled();
    if (size == 0) {
      return false;
    }
    nowNanos = heapTimes[0];
    int slot = (int) heapKeys[0] & SLOT_MASK;
    EventTarget target = targets[slot];
    Object payload = payloads[slot];
    removeHead();
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

  private void dropCancelled() {
    while (size > 0 && targets[(int) heapKeys[0] & SLOT_MASK] == null) {
      int slot = (int) heapKeys[0] & SLOT_MASK;
      removeHead();
      releaseSlot(slot);
    }
  }

  private int takeSlot() {
    if (freeCount > 0) {
      return freeSlots[--freeCount];
    }
    if (slotCount == targets.length) {
      check(slotCount < SLOT_MASK, "more than %d events are pending", SLOT_MASK);
      int capacity = slotCount * 2;
      targets = Arrays.copyOf(targets, capacity);
      payloads = Arrays.copyOf(payloads, capacity);
      slotKeys = Arrays.copyOf(slotKeys, capacity);
      freeSlots = Arrays.copyOf(freeSlots, capacity);
    }
    return slotCount++;
  }

  private void releaseSlot(int slot) {
    targets[slot] = null;
    payloads[slot] = null;
    slotKeys[slot] = -1;
    freeSlots[freeCount++] = slot;
  }

  private void push(long time, long key) {
    if (size == heapTimes.length) {
      heapTimes = Arrays.copyOf(heapTimes, size * 2);
      heapKeys = Arrays.copyOf(heapKeys, size * 2);
    }
    int at = size++;
    while (at > 0) {
      int parent = (at - 1) >>> 2;
      if (heapTimes[parent] <= time) {
        break;
      }
      heapTimes[at] = heapTimes[parent];
      heapKeys[at] = heapKeys[parent];
      at = parent;
    }
    heapTimes[at] = time;
    heapKeys[at] = key;
  }

  private void removeHead() {
    int last = --size;
    if (last == 0) {
      return;
    }
    long time = heapTimes[last];
    long key = heapKeys[last];
    int at = 0;
    for (int child = 1; child < last; child = 4 * at + 1) {
      int least = child;
      int end = Math.min(child + 4, last);
      for (int i = child + 1; i < end; i++) {
        if (isBefore(heapTimes[i], heapKeys[i], heapTimes[least], heapKeys[least])) {
          least = i;
        }
      }
      if (isBefore(time, key, heapTimes[least], heapKeys[least])) {
        break;
      }
      heapTimes[at] = heapTimes[least];
      heapKeys[at] = heapKeys[least];
      at = least;
    }
    heapTimes[at] = time;
    heapKeys[at] = key;
  }

  private static boolean isBefore(long time, long key, long otherTime, long otherKey) {
    return time < otherTime || (time == otherTime && key < otherKey);
  }
}
