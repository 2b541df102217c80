package dev.skew.kernel.pekko;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Pekko Typed offers works unmodified, at exact instants. */
class ActorFeaturesTest {

  @RegisterExtension final VirtualTimeExtension time = VirtualTimeExtension.withSeed(42);

  private final List<String> seen = new ArrayList<>();

  @Test
  void timersFireAtTheirInstantsAndCanBeCancelled() {
    time.spawn(
        Behaviors.<String>withTimers(
            timers -> {
              timers.startTimerAtFixedRate("rate", "rate", Duration.ofSeconds(2));
              timers.startTimerWithFixedDelay("delay", "delay", Duration.ofSeconds(3));
              timers.startSingleTimer("once", "once", Duration.ofSeconds(5));
              return Behaviors.receiveMessage(
                  message -> {
                    note(message);
                    if (message.equals("once")) {
                      timers.cancel("rate");
                    }
                    return Behaviors.same();
                  });
            }),
        "timed");

    time.runFor(Duration.ofSeconds(9));

    assertThat(seen).containsExactly("rate@2", "delay@3", "rate@4", "once@5", "delay@6", "delay@9");
  }

  @Test
  void aWatcherHearsThatItsChildStopped() {
    time.spawn(
        Behaviors.<String>setup(
            context -> {
              ActorRef<String> child = context.spawn(stopsAfterASecond(), "child");
              context.watch(child);
              return Behaviors.receive(String.class)
                  .onSignal(
                      Terminated.class,
                      signal -> {
                        note("terminated " + signal.getRef().path().name());
                        return Behaviors.same();
                      })
                  .build();
            }),
        "parent");

    time.runFor(Duration.ofSeconds(2));

    assertThat(seen).containsExactly("stopping@1", "post-stop@1", "terminated child@1");
  }

  @Test
  void aSupervisorRestartsWhatFailed() {
    Behavior<String> fragile =
        Behaviors.setup(
            context -> {
              note("begin");
              return Behaviors.receive(String.class)
                  .onMessageEquals(
                      "fail",
                      () -> {
                        throw new IllegalStateException("as told");
                      })
                  .onAnyMessage(this::noted)
                  .onSignal(PreRestart.class, signal -> noted("pre-restart"))
                  .build();
            });
    ActorRef<String> actor =
        time.spawn(
            Behaviors.supervise(fragile)
                .onFailure(
                    IllegalStateException.class,
                    SupervisorStrategy.restartWithBackoff(
                        Duration.ofSeconds(4), Duration.ofSeconds(60), 0)),
            "supervised");

    actor.tell("fail");
    time.runFor(Duration.ofSeconds(5));
    actor.tell("after");
    time.runReady();

    assertThat(seen).containsExactly("begin@0", "pre-restart@0", "begin@4", "after@5");
  }

  @Test
  void aStashKeepsMessagesInOrder() {
    ActorRef<String> actor =
        time.spawn(
            Behaviors.<String>withStash(
                10,
                stash ->
                    Behaviors.receive(String.class)
                        .onMessageEquals(
                            "open",
                            () ->
                                stash.unstashAll(
                                    Behaviors.receiveMessage(message -> noted(message))))
                        .onAnyMessage(
                            message -> {
                              stash.stash(message);
                              return Behaviors.same();
                            })
                        .build()),
            "stashing");

    List.of("one", "two", "open", "three").forEach(actor::tell);
    time.runReady();

    assertThat(seen).containsExactly("one@0", "two@0", "three@0");
  }

  @Test
  void aReceiveTimeoutCountsFromTheLastMessage() {
    ActorRef<String> actor =
        time.spawn(
            Behaviors.<String>setup(
                context -> {
                  context.setReceiveTimeout(Duration.ofSeconds(3), "idle");
                  return Behaviors.receiveMessage(
                      message -> {
                        if (message.equals("idle")) {
                          context.cancelReceiveTimeout();
                        }
                        return noted(message);
                      });
                }),
            "patient");

    time.runFor(Duration.ofSeconds(2));
    actor.tell("busy");
    time.runFor(Duration.ofSeconds(10));

    assertThat(seen).containsExactly("busy@2", "idle@5");
  }

  @Test
  void anAdapterTranslatesWhatOthersSay() {
    ActorRef<Integer> doubling =
        time.spawn(
            Behaviors.<Integer>setup(
                context -> {
                  ActorRef<String> replies =
                      context.messageAdapter(String.class, text -> 2 * text.length());
                  replies.tell("four");
                  return Behaviors.receiveMessage(number -> noted("got " + number));
                }),
            "adapting");

    time.runReady();
    doubling.tell(1);
    time.runReady();

    assertThat(seen).containsExactly("got 8@0", "got 1@0");
  }

  @Test
  void aChildCanBeStoppedByItsParentAlone() {
    ActorRef<String> parent =
        time.spawn(
            Behaviors.<String>setup(
                context -> {
                  ActorRef<String> child = context.spawn(stopsAfterASecond(), "child");
                  return Behaviors.receiveMessage(
                      message -> {
                        context.stop(child);
                        return Behaviors.same();
                      });
                }),
            "parent");

    parent.tell("stop it");
    time.runFor(Duration.ofSeconds(2));

    assertThat(seen).containsExactly("post-stop@0");
  }

  @Test
  void whatIsToldInsideAStepIsHandledAfterIt() {
    int depth = 100_000;
    VirtualProbe<Integer> probe = time.probe("probe");
    ActorRef<Integer> counter =
        time.spawn(
            Behaviors.setup(
                context ->
                    Behaviors.receiveMessage(
                        left -> {
                          if (left == 0) {
                            probe.ref().tell(depth);
                          } else {
                            context.getSelf().tell(left - 1);
                            seen.add("step");
                          }
                          return Behaviors.same();
                        })),
            "counter");

    counter.tell(depth);
    time.runReady();

    assertThat(seen).hasSize(depth);
    assertThat(probe.messages()).containsExactly(depth);
  }

  @Test
  void timersOfOneInstantFireInTheOrderInWhichTheyWereStarted() {
    for (int i = 0; i < 12; i++) {
      String name = "actor-" + i;
      time.spawn(
          Behaviors.<String>withTimers(
              timers -> {
                timers.startSingleTimer("now", Duration.ofSeconds(1));
                return Behaviors.receiveMessage(message -> noted(name));
              }),
          name);
    }

    time.runFor(Duration.ofSeconds(1));

    assertThat(seen).hasSize(12).first().isEqualTo("actor-0@1");
    assertThat(seen.get(11)).isEqualTo("actor-11@1");
    assertThat(seen.get(5)).isEqualTo("actor-5@1");
  }

  @Test
  void theReceptionistSaysThatItIsLeftOut() {
    ServiceKey<String> key = ServiceKey.create(String.class, "service");
    ActorRef<String> actor =
        time.spawn(
            Behaviors.setup(
                context ->
                    Behaviors.receiveMessage(
                        message -> {
                          context
                              .getSystem()
                              .receptionist()
                              .tell(Receptionist.register(key, context.getSelf()));
                          return Behaviors.same();
                        })),
            "registering");

    actor.tell("register");

    assertThatThrownBy(time::runReady)
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("the receptionist is not available in virtual time");
  }

  private Behavior<String> stopsAfterASecond() {
    return Behaviors.withTimers(
        timers -> {
          timers.startSingleTimer("stop", Duration.ofSeconds(1));
          return Behaviors.receive(String.class)
              .onMessageEquals(
                  "stop",
                  () -> {
                    note("stopping");
                    return Behaviors.stopped();
                  })
              .onSignal(PostStop.class, signal -> noted("post-stop"))
              .build();
        });
  }

  private <T> Behavior<T> noted(String message) {
    note(message);
    return Behaviors.same();
  }

  private void note(String message) {
    seen.add(message + "@" + time.now().toSeconds());
  }
}
