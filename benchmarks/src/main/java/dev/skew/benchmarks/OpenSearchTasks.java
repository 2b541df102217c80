package dev.skew.benchmarks;

import java.util.Random;
import org.opensearch.cluster.coordination.DeterministicTaskQueue;
import org.opensearch.common.settings.Settings;

/** The queue of OpenSearch's coordination tests; its milliseconds count as nanoseconds here. */
final class OpenSearchTasks implements HopCompetitor {

  private final DeterministicTaskQueue queue =
      new DeterministicTaskQueue(
          Settings.builder().put("node.name", "benchmark").build(), new Random(42));

  @Override
  public void run(HopWork work) {
    for (int i = 0; i < work.pending(); i++) {
      send(work);
    }
    while (!work.isDone()) {
      if (queue.hasRunnableTasks()) {
        queue.runRandomTask();
      } else {
        queue.advanceTime();
      }
    }
  }

  private void send(HopWork work) {
    int entity = work.drawEntity();
    queue.scheduleAt(
        queue.getCurrentTimeMillis() + work.drawDelay(),
        () -> {
          if (work.deliver(queue.getCurrentTimeMillis(), entity)) {
            send(work);
          }
        });
  }
}
