package dev.skew.kernel.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Trace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** Nothing that breaks determinism, and nothing that fails, goes unnoticed. */
class FailureTest {

  private final EventQueue queue = new EventQueue();
  private final VirtualActorSystem system =
      VirtualActorSystem.create(queue, new Trace(queue), "test");

  @Test
  void aTellFromAForeignThreadEndsTheRun() throws InterruptedException {
    ActorRef<String> actor = system.spawn(Behaviors.ignore(), "quiet");
    Thread stranger = new Thread(() -> actor.tell("hello"), "stranger");

    stranger.start();
    stranger.join();

    assertThatThrownBy(() -> system.runUntil(1))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("'stranger'")
        .hasMessageContaining("hello");
  }

  @Test
  void aFutureThatAnotherThreadCompletesEndsTheRun() throws InterruptedException {
    CompletableFuture<String> future = new CompletableFuture<>();
    system.spawn(
        Behaviors.<String>setup(
            context -> {
              context.pipeToSelf(future, (value, problem) -> "piped");
              return Behaviors.receiveMessage(message -> Behaviors.same());
            }),
        "piping");
    system.runReady();
    Thread pool = new Thread(() -> future.complete("value"), "pool-thread");

    pool.start();
    pool.join();

    assertThatThrownBy(() -> system.runUntil(1))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("'pool-thread'")
        .hasRootCauseInstanceOf(ForeignThreadException.class);
  }

  @Test
  void anAskInsideAnActorIsRefusedWhereItIsAsked() {
    ActorRef<ActorRef<String>> silent = system.spawn(Behaviors.ignore(), "silent");
    system.spawn(
        Behaviors.<String>setup(
            context -> {
              context.<ActorRef<String>, String>ask(
                  String.class,
                  silent,
                  Duration.ofSeconds(1),
                  replyTo -> replyTo,
                  (answer, problem) -> "answered");
              return Behaviors.receiveMessage(message -> Behaviors.same());
            }),
        "asking");

    assertThatThrownBy(system::runReady)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("/user/asking")
        .hasMessageContaining("used ask");
  }

  @Test
  void aFailureEndsTheRunWithItsTimeAndItsActor() {
    ActorRef<String> actor = system.spawn(failing(), "fragile");
    queue.schedule(1_500_000_000L, system.target(actor), "go");

    assertThatThrownBy(() -> system.runUntil(2_000_000_000L))
        .isInstanceOfSatisfying(
            RunFailedException.class,
            failed -> assertThat(failed.atNanos()).isEqualTo(1_500_000_000L))
        .hasMessageContaining("run stopped at 1.500000s")
        .hasMessageContaining("/user/fragile")
        .hasRootCauseMessage("broken by go");
    assertThatThrownBy(() -> system.runUntil(3_000_000_000L))
        .isInstanceOf(RunFailedException.class);
  }

  @Test
  void aFailingEventEndsTheRun() {
    queue.schedule(
        5,
        payload -> {
          throw new IllegalStateException("broken event");
        },
        null);

    assertThatThrownBy(() -> system.runUntil(10))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("broken event");
  }

  @Test
  void aFailureThatTheParentWatchesIsTheParentsBusiness() {
    AtomicReference<String> told = new AtomicReference<>("");
    system.spawn(
        Behaviors.<String>setup(
            context -> {
              ActorRef<String> child = context.spawn(failing(), "child");
              context.watch(child);
              child.tell("go");
              return Behaviors.receive(String.class)
                  .onSignal(
                      ChildFailed.class,
                      signal -> {
                        told.set(signal.getCause().getMessage());
                        return Behaviors.same();
                      })
                  .build();
            }),
        "parent");

    system.runUntil(1);

    assertThat(told.get()).isEqualTo("broken by go");
  }

  @Test
  void aSupervisorMayStopWhatFailed() {
    ActorRef<String> actor =
        system.spawn(
            Behaviors.supervise(failing())
                .onFailure(IllegalStateException.class, SupervisorStrategy.stop()),
            "supervised");

    actor.tell("go");

    assertThat(system.runUntil(1)).isTrue();
  }

  @Test
  void noSupervisorThatStopsAnswersForABrokenInvariant() {
    Behavior<String> broken =
        Behaviors.receiveMessage(
            message -> {
              throw new AssertionError("invariant");
            });
    ActorRef<String> actor =
        system.spawn(
            Behaviors.supervise(broken).onFailure(Throwable.class, SupervisorStrategy.stop()),
            "supervised");

    actor.tell("go");

    assertThatThrownBy(() -> system.runUntil(1))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("/user/supervised")
        .hasMessageContaining("invariant");
  }

  private static Behavior<String> failing() {
    return Behaviors.receiveMessage(
        message -> {
          throw new IllegalStateException("broken by " + message);
        });
  }
}
