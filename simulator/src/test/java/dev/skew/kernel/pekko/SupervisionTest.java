package dev.skew.kernel.pekko;

import static dev.skew.kernel.Checks.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Supervisors do in virtual time what they do elsewhere, but hide no broken invariant. */
class SupervisionTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final EventQueue queue = new EventQueue();
  private final VirtualActorSystem system =
      VirtualActorSystem.create(queue, new Trace(queue), "test");
  private final List<String> seen = new ArrayList<>();

  static Stream<SupervisorStrategy> strategies() {
    return Stream.of(
        SupervisorStrategy.restart(),
        SupervisorStrategy.resume(),
        SupervisorStrategy.restartWithBackoff(SECOND, SECOND, 0),
        SupervisorStrategy.stop());
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void noSupervisorAnswersForABrokenInvariant(SupervisorStrategy strategy) {
    ActorRef<String> actor = system.spawn(supervised(strategy), "fragile");

    actor.tell("break");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("/user/fragile")
        .hasRootCauseInstanceOf(AssertionError.class)
        .hasRootCauseMessage("an invariant of break");
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void noSupervisorAnswersForOneInAMessageThatTheQueueHandsOver(SupervisorStrategy strategy) {
    ActorRef<String> actor = system.spawn(supervised(strategy), "fragile");
    queue.schedule(5, system.target(actor), "hello");
    queue.schedule(7, system.target(actor), "break");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOfSatisfying(
            RunFailedException.class, failed -> assertThat(failed.atNanos()).isEqualTo(7))
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void aSupervisorHigherUpDoesNotAnswerForOneEither(SupervisorStrategy strategy) {
    Behavior<String> twice =
        Behaviors.supervise(supervised(strategy))
            .onFailure(Error.class, SupervisorStrategy.restart());
    ActorRef<String> actor = system.spawn(Behaviors.setup(context -> twice), "fragile");

    actor.tell("break");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @Test
  void anInvariantThatBreaksAfterARestartEndsTheRun() {
    ActorRef<String> actor = system.spawn(supervised(SupervisorStrategy.restart()), "fragile");

    actor.tell("fail");
    actor.tell("hello");
    actor.tell("break");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasRootCauseInstanceOf(AssertionError.class);
    assertThat(seen).startsWith("begin", "begin", "hello").filteredOn("hello"::equals).hasSize(1);
  }

  @Test
  void anInvariantThatBreaksInAStashedMessageEndsTheRun() {
    Behavior<String> stashing =
        Behaviors.withStash(
            10,
            stash ->
                Behaviors.receive(String.class)
                    .onMessageEquals("open", () -> stash.unstashAll(fragile()))
                    .onAnyMessage(
                        message -> {
                          stash.stash(message);
                          return Behaviors.same();
                        })
                    .build());
    ActorRef<String> actor =
        system.spawn(
            Behaviors.supervise(stashing).onFailure(Throwable.class, SupervisorStrategy.restart()),
            "fragile");

    actor.tell("break");
    actor.tell("open");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @Test
  void anActorThatIsSupervisedOnlyLaterIsLookedAtToo() {
    Behavior<String> plain =
        Behaviors.receiveMessage(message -> supervised(SupervisorStrategy.restart()));
    ActorRef<String> actor = system.spawn(plain, "late");

    actor.tell("supervise");
    actor.tell("break");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasRootCauseInstanceOf(AssertionError.class);
  }

  @Test
  void whateverElseFailsIsTheSupervisorsBusiness() {
    ActorRef<String> restarted =
        system.spawn(supervised(SupervisorStrategy.restart()), "restarted");
    ActorRef<String> resumed = system.spawn(supervised(SupervisorStrategy.resume()), "resumed");

    for (ActorRef<String> actor : List.of(restarted, resumed)) {
      actor.tell("fail");
      actor.tell("hello");
    }
    system.runUntil(SimTime.SECOND);

    assertThat(seen).containsExactlyInAnyOrder("begin", "begin", "begin", "hello", "hello");
  }

  @Test
  void aWindowOfRestartsIsRefusedWithItsRemedy() {
    ActorRef<String> actor =
        system.spawn(
            supervised(SupervisorStrategy.restart().withLimit(3, Duration.ofMinutes(1))),
            "windowed");

    actor.tell("hello");

    assertThatThrownBy(() -> system.runUntil(SimTime.SECOND))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("/user/windowed")
        .rootCause()
        .hasMessageContaining("withLimit(3, 1 minute)")
        .hasMessageContaining("the machine's clock")
        .hasMessageContaining("withMaxRestarts and withResetBackoffAfter");
  }

  @Test
  void restartsWithBackoffAreCountedInVirtualTime() {
    ActorRef<String> actor =
        system.spawn(
            supervised(
                SupervisorStrategy.restartWithBackoff(SECOND, Duration.ofSeconds(4), 0)
                    .withMaxRestarts(2)
                    .withResetBackoffAfter(Duration.ofMinutes(1))),
            "counted");

    for (long minute = 0; minute < 10; minute += 2) {
      queue.schedule(minute * SimTime.MINUTE, system.target(actor), "fail");
    }
    boolean survived = system.runUntil(10 * SimTime.MINUTE);

    assertThat(survived).isTrue();
    assertThat(seen).hasSize(6);
  }

  @Test
  void theRandomPartOfABackoffFollowsFromTheSeed() {
    List<Long> restarts = new ArrayList<>();
    for (long seed : List.of(1L, 1L, 2L, 3L)) {
      restarts.add(restartedAtNanos(seed));
    }

    assertThat(restarts).allSatisfy(at -> assertThat(at).isBetween(SimTime.SECOND, 1_500_000_000L));
    assertThat(restarts.get(1)).isEqualTo(restarts.get(0));
    assertThat(Set.copyOf(restarts)).hasSize(3);
  }

  /** When an actor is back that failed at time 0 under a backoff of one second and a half. */
  private static long restartedAtNanos(long seed) {
    EventQueue queue = new EventQueue();
    List<Long> begun = new ArrayList<>();
    Behavior<String> failing =
        Behaviors.setup(
            context -> {
              begun.add(queue.nowNanos());
              return Behaviors.receiveMessage(
                  message -> {
                    throw new IllegalStateException("as told");
                  });
            });
    VirtualActorSystem.Options options =
        VirtualActorSystem.Options.named("test").withSeed(new Seed(seed));
    try (VirtualActorSystem system = VirtualActorSystem.create(queue, new Trace(queue), options)) {
      system
          .spawn(
              Behaviors.supervise(failing)
                  .onFailure(
                      SupervisorStrategy.restartWithBackoff(SECOND, SECOND.multipliedBy(9), 0.5)),
              "jittered")
          .tell("fail");
      system.runUntil(SimTime.MINUTE);
    }
    return begun.get(1);
  }

  private Behavior<String> supervised(SupervisorStrategy strategy) {
    return Behaviors.supervise(begun()).onFailure(Throwable.class, strategy);
  }

  private Behavior<String> begun() {
    return Behaviors.setup(
        context -> {
          seen.add("begin");
          return fragile();
        });
  }

  private Behavior<String> fragile() {
    return Behaviors.receiveMessage(
        message -> {
          check(!message.equals("break"), "an invariant of %s", message);
          if (message.equals("fail")) {
            throw new IllegalStateException("as told");
          }
          seen.add(message);
          return Behaviors.same();
        });
  }
}
