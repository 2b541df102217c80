package dev.skew.world.quorum;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Deadlines that all lie equally far ahead when they are set, so that the first set is the first
 * due: one timer serves them all, and those met in time cost none.
 */
final class DeadlineQueue {

  private final StoreContext context;
  private final long token;
  private final long delayNanos;
  private final LongPredicate isOpen;
  private long[] ids = new long[64];
  private long[] dueNanos = new long[64];
  private int head;
  private int size;
  private boolean armed;

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
    dueNanos[place] = context.localNanos() + delayNanos;
    arm();
  }

  /** The timer has fired: tells which open operations are due, and sets it for the next. */
  void fire(LongConsumer onDue) {
    armed = false;
    long now = context.localNanos();
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
      context.setTimer(token, Math.max(0, dueNanos[head] - context.localNanos()));
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
