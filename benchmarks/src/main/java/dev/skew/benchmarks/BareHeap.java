package dev.skew.benchmarks;

import java.util.Arrays;

/**
 * The least that could be done: a binary heap of bare numbers, and an array of handlers. There is
 * no cancelling, no payload, no growing beyond what is pending.
 */
final class BareHeap implements HopCompetitor {

  private static final int ENTITY_BITS = 8;
  private static final int ENTITY_MASK = (1 << ENTITY_BITS) - 1;

  private long[] times = new long[0];
  private long[] tags = new long[0];
  private int size;
  private long sequence;

  @Override
  public void run(HopWork work) {
    times = new long[work.pending() + 1];
    tags = new long[work.pending() + 1];
    Handler[] handlers = new Handler[HopWork.ENTITIES];
    Arrays.setAll(handlers, entity -> new Handler(entity, work));
    for (int i = 0; i < work.pending(); i++) {
      int entity = work.drawEntity();
      push(work.drawDelay(), entity);
    }
    while (!work.isDone()) {
      long atNanos = times[0];
      Handler handler = handlers[(int) tags[0] & ENTITY_MASK];
      pop();
      handler.onMessage(atNanos);
    }
  }

  private final class Handler {

    private final int entity;
    private final HopWork work;

    Handler(int entity, HopWork work) {
      this.entity = entity;
      this.work = work;
    }

    void onMessage(long atNanos) {
      if (work.deliver(atNanos, entity)) {
        int next = work.drawEntity();
        push(atNanos + work.drawDelay(), next);
      }
    }
  }

  private void push(long time, int entity) {
    long tag = sequence++ << ENTITY_BITS | entity;
    int at = size++;
    while (at > 0) {
      int above = (at - 1) >>> 1;
      if (isBefore(times[above], tags[above], time, tag)) {
        break;
      }
      times[at] = times[above];
      tags[at] = tags[above];
      at = above;
    }
    times[at] = time;
    tags[at] = tag;
  }

  private void pop() {
    long time = times[--size];
    long tag = tags[size];
    int at = 0;
    for (int below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size
          && isBefore(times[below + 1], tags[below + 1], times[below], tags[below])) {
        below++;
      }
      if (isBefore(time, tag, times[below], tags[below])) {
        break;
      }
      times[at] = times[below];
      tags[at] = tags[below];
      at = below;
    }
    times[at] = time;
    tags[at] = tag;
  }

  private static boolean isBefore(long time, long tag, long otherTime, long otherTag) {
    return time < otherTime || (time == otherTime && tag < otherTag);
  }
}
