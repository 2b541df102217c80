package dev.skew.kernel.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of docs/virtual-time.md, which must stay what stands there. */
class VirtualTimeExampleTest {

  private static final Path DOCUMENT = Path.of("../docs/virtual-time.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/skew/kernel/pekko/VirtualTimeExampleTest.java");

  // example begins
  /** An ordinary Pekko behavior; nothing in it knows of virtual time. */
  static Behavior<String> reminder(ActorRef<String> listener) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerAtFixedRate("stretch", Duration.ofHours(1));
          return Behaviors.receive(String.class)
              .onMessageEquals("snooze", () -> snoozed(listener))
              .onMessageEquals("stretch", () -> reminded(listener))
              .build();
        });
  }

  static Behavior<String> reminded(ActorRef<String> listener) {
    listener.tell("time to stretch");
    return Behaviors.same();
  }

  static Behavior<String> snoozed(ActorRef<String> listener) {
    return Behaviors.withTimers(
        timers -> {
          timers.startSingleTimer("awake", Duration.ofHours(8));
          return Behaviors.receive(String.class)
              .onMessageEquals("awake", () -> reminder(listener))
              .build();
        });
  }

  @RegisterExtension final VirtualTimeExtension time = VirtualTimeExtension.withSeed(42);

  @Test
  void remindsEveryHourUnlessItIsSnoozed() {
    VirtualProbe<String> listener = time.probe("listener");
    ActorRef<String> reminder = time.spawn(reminder(listener.ref()), "reminder");

    time.runFor(Duration.ofMinutes(150));
    reminder.tell("snooze");
    time.runFor(Duration.ofHours(9));

    assertThat(listener.received())
        .extracting(VirtualProbe.Received::at)
        .containsExactly(Duration.ofHours(1), Duration.ofHours(2), Duration.ofMinutes(690));
  }

  // example ends

  @Test
  void theDocumentShowsThisVeryCode() throws Exception {
    String source = Files.readString(SOURCE);
    String begin = "  // example begins\n";
    String code =
        source.substring(
            source.indexOf(begin) + begin.length(), source.indexOf("\n  // example ends"));
    String outdented =
        code.lines()
            .map(line -> line.startsWith("  ") ? line.substring(2) : line)
            .collect(Collectors.joining("\n"));

    assertThat(Files.readString(DOCUMENT)).contains("```java\n" + outdented.strip() + "\n```");
  }
}
