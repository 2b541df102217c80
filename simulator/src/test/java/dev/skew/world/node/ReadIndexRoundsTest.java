package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * etcd 3.4's {@code linearizableReadLoop}: one round at a time, and everybody on board shares it.
 */
class ReadIndexRoundsTest {

  private final ReadIndexRounds<String> rounds = new ReadIndexRounds<>();

  @BeforeEach
  void aReaderHasBegunRoundSeven() {
    rounds.add("first");
    rounds.begin(7);
  }

  @Test
  void whoComesDuringARoundWaitsForTheNext() {
    rounds.add("second");

    assertThat(rounds.canBegin()).isFalse();
    rounds.onConfirmed(7, 100);
    assertThat(rounds.takeServable(100)).containsExactly("first");
    assertThat(rounds.canBegin()).isTrue();
  }

  @Test
  void aRoundWithoutReadersDoesNotBegin() {
    rounds.onConfirmed(7, 100);
    rounds.takeServable(100);

    assertThat(rounds.canBegin()).isFalse();
  }

  @Test
  void readersWaitUntilTheirIndexIsApplied() {
    rounds.add("second");
    rounds.onConfirmed(7, 100);

    assertThat(rounds.takeServable(99)).isEmpty();
    assertThat(rounds.canBegin()).isFalse();
    assertThat(rounds.takeServable(100)).containsExactly("first");
    assertThat(rounds.takeServable(100)).isEmpty();
  }

  @Test
  void theAnswerToAnOlderRoundIsIgnored() {
    rounds.onConfirmed(6, 100);

    assertThat(rounds.takeServable(100)).isEmpty();
    assertThat(rounds.takeTimedOut(7)).containsExactly("first");
  }

  @Test
  void aRoundThatNobodyAnswersFailsItsReadersAlone() {
    rounds.add("second");

    assertThat(rounds.takeTimedOut(7)).containsExactly("first");
    assertThat(rounds.canBegin()).isTrue();
    rounds.begin(8);
    rounds.onConfirmed(8, 1);
    assertThat(rounds.takeServable(1)).containsExactly("second");
  }

  @Test
  void aTimeOutThatComesAfterTheAnswerFailsNobody() {
    rounds.onConfirmed(7, 100);

    assertThat(rounds.takeTimedOut(7)).isEmpty();
    assertThat(rounds.takeServable(100)).containsExactly("first");
  }

  /** {@code ErrLeaderChanged}: only an answer that is still owed is worthless. */
  @Test
  void aNewLeaderFailsTheRoundUnderWayButNoConfirmedOne() {
    assertThat(rounds.takeForLeaderChange()).containsExactly("first");
    rounds.add("second");
    rounds.begin(8);
    rounds.onConfirmed(8, 100);

    assertThat(rounds.takeForLeaderChange()).isEmpty();
    assertThat(rounds.takeServable(100)).containsExactly("second");
  }
}
