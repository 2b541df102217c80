package dev.skew.world.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a search costs on a hot key, and that being cheap costs no truth. */
class KeyLinearizerTest {

  private static final int ROUNDS = 200;

  private final KeyLinearizer key = new KeyLinearizer(CheckOptions.DEFAULT_BUDGET);

  @Test
  void pairsOfWritesBehindAReadThatHangsDoNotMultiply() {
    key.beginRead();

    for (int round = 0; round < ROUNDS; round++) {
      writeAtOnce(round, 2);
    }

    assertThat(key.isExceeded()).isFalse();
    assertThat(key.configurationCount()).isLessThanOrEqualTo(4);
  }

  @Test
  void aReadThatHungMayReturnWhatOneOfThePairsLeft() {
    long hanging = key.beginRead();

    for (int round = 0; round < ROUNDS; round++) {
      writeAtOnce(round, 2);
    }

    assertThat(key.completeRead(hanging, "w7.1")).isTrue();
    assertThat(key.completeRead(key.beginRead(), "w7.1")).isFalse();
  }

  @Test
  void aReadThatHungDidNotSeeWhatWasOverwrittenBeforeItBegan() {
    key.beginRead();
    writeAtOnce(0, 2);
    writeAtOnce(1, 1);
    long late = key.beginRead();

    for (int round = 2; round < ROUNDS; round++) {
      writeAtOnce(round, 2);
    }

    assertThat(key.completeRead(late, "w0.0")).isFalse();
  }

  @Test
  void writesThatNobodyAnswersAndNobodyReadsCostNothing() {
    for (int round = 0; round < ROUNDS; round++) {
      key.abandonWrite(key.beginWrite(null, "lost " + round));
      writeAtOnce(round, 1);
    }

    assertThat(key.isExceeded()).isFalse();
    assertThat(key.configurationCount()).isEqualTo(1);
    assertThat(key.completeRead(key.beginRead(), "lost 3")).isTrue();
  }

  private void writeAtOnce(int round, int count) {
    List<OpenWrite> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writes.add(key.beginWrite(null, "w" + round + "." + i));
    }
    for (OpenWrite write : writes) {
      assertThat(key.completeWrite(write)).isTrue();
    }
  }
}
