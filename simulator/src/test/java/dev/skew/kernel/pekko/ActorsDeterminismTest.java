package dev.skew.kernel.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Divergence;
import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** The same history in ten systems of one JVM, and in every other JVM. */
class ActorsDeterminismTest {

  private static final int ACTORS = 20;
  private static final long END_NANOS = 60_000_000_000L;

  @Test
  void tenSystemsTellOneHistory() {
    Set<String> hashes = new TreeSet<>();

    for (int i = 0; i < 10; i++) {
      hashes.add(run(42, (atNanos, event) -> {}));
    }

    assertThat(hashes).containsExactly("42f10c28cafc70a5");
  }

  @Test
  void anotherSeedTellsAnotherHistory() {
    assertThat(run(43, (atNanos, event) -> {})).isNotEqualTo(run(42, (atNanos, event) -> {}));
  }

  @Test
  void noEventDivergesInASecondRun() {
    assertThat(Divergence.between(listener -> run(42, listener)).map(Divergence::report)).isEmpty();
  }

  /** Timers, spawning, watching, failing with backoff, and messages to everybody. */
  private static String run(long seed, TraceListener listener) {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    trace.listen(listener);
    VirtualActorSystem.Options options =
        VirtualActorSystem.Options.named("test").withSeed(new Seed(seed)).tracingMessages();
    try (VirtualActorSystem system = VirtualActorSystem.create(queue, trace, options)) {
      List<ActorRef<String>> peers = new ArrayList<>();
      for (int i = 0; i < ACTORS; i++) {
        RandomSource random = new Seed(seed).fork("test", "actor-" + i).random();
        Behavior<String> restarting =
            Behaviors.supervise(restless(random, peers))
                .onFailure(
                    IllegalStateException.class,
                    SupervisorStrategy.restartWithBackoff(
                            Duration.ofMillis(10), Duration.ofSeconds(1), 0.5)
                        .withLoggingEnabled(false));
        peers.add(system.spawn(restarting, "actor-" + i));
      }
      system.runUntil(END_NANOS);
    }
    return trace.hash();
  }

  private static Behavior<String> restless(RandomSource random, List<ActorRef<String>> peers) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerAtFixedRate("tick", Duration.ofMillis(100 + random.nextInt(50)));
                  return Behaviors.receive(String.class)
                      .onMessageEquals(
                          "tick",
                          () -> {
                            peers.get(random.nextInt(ACTORS)).tell("hello");
                            return Behaviors.same();
                          })
                      .onMessageEquals(
                          "hello",
                          () -> {
                            if (random.nextBoolean(0.05)) {
                              throw new IllegalStateException("by chance");
                            }
                            context.watch(context.spawnAnonymous(Behaviors.<String>stopped()));
                            return Behaviors.same();
                          })
                      .onSignal(
                          Terminated.class,
                          signal -> {
                            peers.get(random.nextInt(ACTORS)).tell("child gone");
                            return Behaviors.same();
                          })
                      .onAnyMessage(message -> Behaviors.same())
                      .build();
                }));
  }
}
