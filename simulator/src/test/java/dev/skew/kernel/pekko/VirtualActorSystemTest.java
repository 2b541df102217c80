package dev.skew.kernel.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

class VirtualActorSystemTest {

  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace(queue);
  private final List<String> seen = new ArrayList<>();

  @Test
  void deliversAScheduledMessageAtItsInstant() {
    try (VirtualActorSystem system = VirtualActorSystem.create(queue, trace, "test")) {
      ActorRef<String> actor = system.spawn(recorder(), "recorder");
      queue.schedule(1_500, system.target(actor), "hello");

      system.runUntil(2_000);

      assertThat(seen).containsExactly("hello at 1500");
      assertThat(system.nowNanos()).isEqualTo(2_000);
    }
  }

  @Test
  void firesTimersAtTheirInstantAndRecordsThem() {
    try (VirtualActorSystem system = VirtualActorSystem.create(queue, trace, "test")) {
      List<String> fired = new ArrayList<>();
      trace.listen((at, event) -> fired.add(at + " " + event));
      system.spawn(ticking(), "ticking");

      system.runUntil(3_500_000);

      assertThat(seen).containsExactly("tick at 1000000", "tick at 2000000", "tick at 3000000");
      assertThat(fired).hasSize(3);
      assertThat(fired.get(0)).contains("1000000 ").contains("/user/ticking");
    }
  }

  private Behavior<String> ticking() {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerAtFixedRate("tick", Duration.ofMillis(1));
          return recorder();
        });
  }

  private Behavior<String> recorder() {
    return Behaviors.receiveMessage(
        message -> {
          seen.add(message + " at " + queue.nowNanos());
          return Behaviors.same();
        });
  }
}
