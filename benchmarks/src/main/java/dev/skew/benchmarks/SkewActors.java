package dev.skew.benchmarks;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Real Pekko Typed actors in virtual time; each message is an event of the queue. */
final class SkewActors implements HopCompetitor {

  private enum Message {
    HOP
  }

  private final EventQueue queue = new EventQueue();
  private final EventTarget[] targets = new EventTarget[HopWork.ENTITIES];

  @Override
  public void run(HopWork work) {
    try (VirtualActorSystem system =
        VirtualActorSystem.create(queue, new Trace(queue), "benchmark")) {
      for (int entity = 0; entity < targets.length; entity++) {
        targets[entity] = system.target(system.spawn(entity(system, work, entity), "e" + entity));
      }
      for (int i = 0; i < work.pending(); i++) {
        int entity = work.drawEntity();
        queue.schedule(work.drawDelay(), targets[entity], Message.HOP);
      }
      system.runUntil(Long.MAX_VALUE - 1);
    }
  }

  private Behavior<Message> entity(VirtualActorSystem system, HopWork work, int entity) {
    return Behaviors.receiveMessage(
        message -> {
          if (work.deliver(queue.nowNanos(), entity)) {
            int next = work.drawEntity();
            queue.schedule(queue.nowNanos() + work.drawDelay(), targets[next], Message.HOP);
          } else {
            system.halt();
          }
          return Behaviors.same();
        });
  }
}
