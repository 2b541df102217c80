package dev.skew.world.quorum;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Deadlines that never lie nearer than those set before them, so that the first set is the first
 * due: one timer serves them all, and those met in time cost none.
 */
final class DeadlineQueue {

  /** A timer that counts in another unit of the clock's rate may be early by less than this. */
  private static final long ROUNDING_NANOS = 1_000;

  private final StoreContext context;
  private final long token;
  private final long delayNanos;
  private final LongPredicate isOpen;
  private long[] ids = new long[64];
  private long[] dueNanos = new long[64];
  private int head;
  private int size;
  private boolean armed;
  private long armedNanos;

  /** Timers that fire although an earlier one has taken their place. */
  private int stale;

  private double factor = 1;

  /**
   * @param isOpen whether the operation still waits
   */
  DeadlineQueue(StoreContext context, long token, long delayNanos, LongPredicate isOpen) {
    this.context = context;
    this.token = token;
    this.delayNanos = delayNanos;
    this.isOpen = isOpen;
  }

  void add(long id) {
    if (size == ids.length) {
      widen();
    }
    int place = head + size++ & ids.length - 1;
    ids[place] = id;
    dueNanos[place] = nextDueNanos();
    arm();
  }

  /**
   * Lets deadlines lie so many times further ahead from now on. Where that is nearer than before,
   * none that waits is later than one that is set now, so that the first set stays the first due.
   */
  void stretch(double by) {
    factor = by;
    long latest = nextDueNanos();
    for (int i = 0; i < size; i++) {
      int place = head + i & ids.length - 1;
      dueNanos[place] = Math.min(dueNanos[place], latest);
    }
    if (armed && size > 0 && dueNanos[head] < armedNanos) {
      armed = false;
      stale++;
      arm();
    }
  }

  private long nextDueNanos() {
    long delay = factor == 1 ? delayNanos : (long) (delayNanos * factor);
    return context.localNanos() + delay;
  }

  /** The timer has fired: tells which open operations are due, and sets it for the next. */
  void fire(LongConsumer onDue) {
    long now = context.localNanos();
    if (stale > 0 && (!armed || now + ROUNDING_NANOS < armedNanos)) {
      stale--;
      return;
    }
    armed = false;
    while (size > 0) {
      long id = ids[head];
      boolean open = isOpen.test(id);
      if (open && dueNanos[head] > now) {
        break;
      }
      head = head + 1 & ids.length - 1;
      size--;
      if (open) {
        onDue.accept(id);
      }
    }
    arm();
  }

  private void arm() {
    if (!armed && size > 0) {
      armed = true;
      armedNanos = dueNanos[head];
      context.setTimer(token, Math.max(0, armedNanos - context.localNanos()));
    }
  }

  private void widen() {
    long[] moreIds = new long[2 * ids.length];
    long[] moreDue = new long[2 * ids.length];
    for (int i = 0; i < size; i++) {
      int place = head + i & ids.length - 1;
      moreIds[i] = ids[place];
      moreDue[i] = dueNanos[place];
    }
    ids = moreIds;
    dueNanos = moreDue;
    head = 0;
  }
}
