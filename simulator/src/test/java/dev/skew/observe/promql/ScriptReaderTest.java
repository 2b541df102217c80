package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {

  @Test
  void valuesAreWrittenOutFromTheirShortForm() {
    assertThat(ScriptValues.read("1 2.5 -Inf NaN 1e3"))
        .containsExactly(1, 2.5, Double.NEGATIVE_INFINITY, Double.NaN, 1000);
    assertThat(ScriptValues.read("0+10x3")).containsExactly(0, 10, 20, 30);
    assertThat(ScriptValues.read("-2-1.5x2 7x1")).containsExactly(-2, -3.5, -5, 7, 7);
    assertThat(ScriptValues.read("1 _ _x2 stale"))
        .hasSize(5)
        .satisfies(values -> assertThat(Column.isAbsent(values[3])).isTrue());
  }

  @Test
  void whatIsNoCommandIsNamedWithItsLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("\n# fine\nevaluate 1"))
        .withMessage("a.test:3: 'evaluate 1' is no command; load, clear and eval are");
  }

  @Test
  void aBrokenSeriesIsNamedWithItsLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("load 1m\n  up{a=} 1"))
        .withMessageStartingWith("a.test:2: 1:6: parse error: unexpected \"}\" in label matching");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("load 1m\n  up 1 two"))
        .withMessage("a.test:2: 'two' is no value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("load 1m\n  up{a=\"}\" 1"))
        .withMessageStartingWith("a.test:2: 'up{a=\"}\" 1' lacks a closing brace");
  }

  @Test
  void aRowOfAbsurdLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read("load 1m\n  up 1x9999999"))
        .withMessageContaining("more than 1000000 values");
  }

  @Test
  void failuresSayWhereAndWhatWasExpected() {
    PromqlScriptReport report =
        read("""
                load 1m
                  up{job="a"} 1

                eval instant at 0 up
                  up{job="a"} 2

                eval instant at 0 up + nothing

                eval_fail instant at 0 up

                eval instant at 0 sum(
                  {} 1

                eval range from 0 to 2m step 1m up
                  up{job="a"} 1 1
                """)
            .run();

    assertThat(report.evaluations()).isEqualTo(5);
    assertThat(report.conforming()).isEqualTo(1);
    assertThat(report.failures()).hasSize(4);
    assertThat(report.failures().get(0))
        .startsWith("a.test:4: up")
        .contains("expected [up{job=\"a\"} 2], got [up{job=\"a\"} 1]");
    assertThat(report.failures().get(1)).startsWith("a.test:9: up").contains("expected an error");
    assertThat(report.failures().get(2)).contains("failed: 1:5: parse error: unclosed left");
    assertThat(report.failures().get(3)).contains("1@0 1@60000 1@120000");
  }

  @Test
  void anExpectedErrorMustHaveItsWords() {
    List<String> failures =
        read("""
                load 1m
                  a{x="1"} 1
                  a{x="2"} 1

                eval instant at 0 label_join(a, "x", "")
                  expect fail msg: vector cannot contain metrics with the same labelset

                eval instant at 0 label_join(a, "x", "")
                  expect fail regex: same .* other

                eval_fail instant at 0 label_join(a, "x", "")
                  expected_fail_message nonsense
                """)
            .run()
            .failures();

    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).startsWith("a.test:8: ").contains("'same .* other'");
    assertThat(failures.get(1)).startsWith("a.test:11: ").contains("'nonsense'");
  }

  private static PromqlScript read(String text) {
    return PromqlScript.read("a.test", text, Mode.V3);
  }
}
