package dev.skew.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * What most people would write: {@link PriorityQueue} of records. The others are told beside it.
 */
final class JavaQueue implements HopCompetitor {

  private record Message(long dueNanos, long sequence, int entity) {}

  private static final Comparator<Message> ORDER =
      (one, other) -> {
        int byTime = Long.compare(one.dueNanos, other.dueNanos);
        return byTime != 0 ? byTime : Long.compare(one.sequence, other.sequence);
      };

  private final PriorityQueue<Message> queue = new PriorityQueue<>(ORDER);
  private long sequence;

  @Override
  public void run(HopWork work) {
    Handler[] handlers = new Handler[HopWork.ENTITIES];
    Arrays.setAll(handlers, entity -> new Handler(entity, work));
    for (int i = 0; i < work.pending(); i++) {
      int entity = work.drawEntity();
      queue.add(new Message(work.drawDelay(), sequence++, entity));
    }
    while (!work.isDone()) {
      Message message = queue.remove();
      handlers[message.entity()].onMessage(message.dueNanos());
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
        queue.add(new Message(atNanos + work.drawDelay(), sequence++, next));
      }
    }
  }
}
