package dev.skew.benchmarks;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import java.util.Arrays;

/** Skew's event queue alone. */
final class SkewQueue implements HopCompetitor {

  @Override
  public void run(HopWork work) {
    EventQueue queue = new EventQueue();
    EventTarget[] targets = new EventTarget[HopWork.ENTITIES];
    Arrays.setAll(
        targets,
        entity ->
            payload -> {
              if (work.deliver(queue.nowNanos(), entity)) {
                int next = work.drawEntity();
                queue.schedule(queue.nowNanos() + work.drawDelay(), targets[next], null);
              }
            });
    for (int i = 0; i < work.pending(); i++) {
      int entity = work.drawEntity();
      queue.schedule(work.drawDelay(), targets[entity], null);
    }
    while (!work.isDone()) {
      queue.runNext();
    }
  }
}
