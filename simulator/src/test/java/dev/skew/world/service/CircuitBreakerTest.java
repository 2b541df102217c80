package dev.skew.world.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.service.CircuitBreaker.Mode;
import dev.skew.world.service.CircuitBreaker.Settings;
import dev.skew.world.service.CircuitBreaker.State;
import org.junit.jupiter.api.Test;

/** A test for each sentence of resilience4j's description of its count-based circuit breaker. */
class CircuitBreakerTest {

  private static final Settings SETTINGS =
      new Settings(Mode.AUTO, 10, 4, 0.5, 5 * SimTime.SECOND, 3);

  private final CircuitBreaker breaker = new CircuitBreaker(SETTINGS);

  @Test
  void staysClosedUntilThereAreEnoughCalls() {
    fail(3);

    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.tryAcquire(0)).isTrue();
  }

  @Test
  void opensWhenTheShareOfFailuresIsReached() {
    succeed(2);

    fail(2);

    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.tryAcquire(1)).isFalse();
  }

  @Test
  void onlyTheLastCallsOfTheWindowCount() {
    succeed(10);
    fail(4);
    State before = breaker.state();

    fail(1);

    assertThat(before).isEqualTo(State.CLOSED);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void isHalfOpenAfterItsTimeAndLetsAFewCallsThrough() {
    fail(4);

    boolean early = breaker.tryAcquire(5 * SimTime.SECOND - 1);
    boolean first = breaker.tryAcquire(5 * SimTime.SECOND);
    breaker.tryAcquire(5 * SimTime.SECOND);
    breaker.tryAcquire(5 * SimTime.SECOND);
    boolean fourth = breaker.tryAcquire(5 * SimTime.SECOND);

    assertThat(early).isFalse();
    assertThat(first).isTrue();
    assertThat(fourth).isFalse();
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  void closesWhenItsTrialsSucceedAndOpensWhenTheyFail() {
    fail(4);
    breaker.tryAcquire(5 * SimTime.SECOND);
    fail(3);
    State afterFailures = breaker.state();
    breaker.tryAcquire(10 * SimTime.SECOND);

    succeed(3);

    assertThat(afterFailures).isEqualTo(State.OPEN);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aTrialThatIsNeverAnsweredGivesItsPlaceBack() {
    fail(4);
    for (int i = 0; i < 3; i++) {
      breaker.tryAcquire(5 * SimTime.SECOND);
    }

    breaker.release();

    assertThat(breaker.tryAcquire(5 * SimTime.SECOND)).isTrue();
  }

  @Test
  void anOperatorsWordCountsUntilItIsTakenBack() {
    breaker.configure(SETTINGS.withMode(Mode.FORCED_OPEN));
    boolean forced = breaker.tryAcquire(SimTime.MINUTE);
    breaker.configure(SETTINGS.withMode(Mode.DISABLED));
    fail(100);
    boolean disabled = breaker.tryAcquire(SimTime.MINUTE);

    breaker.configure(SETTINGS);

    assertThat(forced).isFalse();
    assertThat(disabled).isTrue();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.record(0, true);
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      breaker.record(0, false);
    }
  }
}
