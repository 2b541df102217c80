package dev.skew.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {

  private final EventQueue queue = new EventQueue();
  private final List<Object> ran = new ArrayList<>();

  @Test
  void refusesThePast() {
    queue.advanceTo(10);

    assertThatThrownBy(() -> queue.schedule(9, ran::add, "late"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("event due at 9 ns, before now 10 ns");
    assertThatThrownBy(() -> queue.advanceTo(9)).hasMessageContaining("cannot go back");
  }

  @Test
  void doesNotSkipWhatIsDue() {
    queue.schedule(5, ran::add, "due");

    assertThatThrownBy(() -> queue.advanceTo(6)).hasMessage("an event is due before 6 ns");
    queue.advanceTo(5);
    queue.runNext();

    assertThat(ran).containsExactly("due");
  }

  @Test
  void reachesTheEndOfTime() {
    queue.schedule(Long.MAX_VALUE, ran::add, "last");
    queue.schedule(Long.MAX_VALUE - 1, ran::add, "last but one");
    queue.schedule(0, ran::add, "first");

    while (queue.runNext()) {}

    assertThat(ran).containsExactly("first", "last but one", "last");
    assertThat(queue.nowNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aHandleCancelsItsOwnEventOnly() {
    long first = queue.schedule(1, ran::add, "first");
    assertThat(queue.cancel(first)).isTrue();
    queue.schedule(1, ran::add, "in the same slot");

    assertThat(queue.cancel(first)).isFalse();
    queue.runNext();

    assertThat(ran).containsExactly("in the same slot");
  }

  @Test
  void whatIsScheduledLaterLeavesHistoryAsItWas() {
    EventQueue other = new EventQueue();
    other.schedule(99, payload -> {}, null);
    queue.schedule(3, ran::add, "same");
    other.schedule(3, payload -> {}, null);

    queue.runNext();
    other.runNext();

    assertThat(queue.history()).isEqualTo(other.history());
  }
}
