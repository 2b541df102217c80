package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void instantsGrowAnHourOnlyWhenTheyNeedOne() {
    assertThat(Words.clock(0)).isEqualTo("0:00.000");
    assertThat(Words.clock(247_250_000_000L)).isEqualTo("4:07.250");
    assertThat(Words.clock(3_847_250_000_000L)).isEqualTo("1:04:07.250");
  }

  @Test
  void numbersHaveNoTrailingZerosAndNoExponents() {
    assertThat(Words.seconds(1_500_000_000L)).hasToString("1.5");
    assertThat(Words.seconds(600_000_000_000L).toPlainString()).isEqualTo("600");
    assertThat(Words.number(0.1 + 0.2)).hasToString("0.3");
    assertThat(Words.number(1e12).toPlainString()).isEqualTo("1000000000000");
    assertThat(Words.number(7)).hasToString("7");
  }

  @Test
  void waitsAreSaidInTheUnitThatFits() {
    assertThat(Words.waiting(8.4)).isEqualTo("8 s");
    assertThat(Words.waiting(200)).isEqualTo("3 min");
    assertThat(Words.waiting(9_000)).isEqualTo("2.5 h");
  }

  @Test
  void argumentsAreQuotedWhenAShellWouldTakeThemApart() {
    assertThat(Words.quoted("scenarios/a-b_1.yaml")).isEqualTo("scenarios/a-b_1.yaml");
    assertThat(Words.quoted("my file's.yaml")).isEqualTo("'my file'\\''s.yaml'");
  }
}
