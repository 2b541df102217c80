package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of a runbook: how they are read and what they are. */
class RunbookActTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos store merge",
        "chaos store merge --keyspace carts --key carts:key-7 --keep store-2",
        "chaos store merge --keep union",
        "chaos writes freeze",
        "chaos writes freeze --of store --scope non-critical",
        "chaos writes resume",
        "chaos writes resume --of consensus",
      })
  void whatIsWrittenIsWhatWasRead(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.render(FaultGrammar.parse(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos writes freeze --for 5s | chaos writes freeze takes no --for; did you mean --of?",
        "chaos writes freeze --duration 5s | chaos writes freeze takes no --duration: it is done at"
            + " once",
        "chaos store merge --key a/b | --key must be a key such as carts:7, got a/b",
      })
  void whatIsWrongIsExplained(String line, String message) {
    assertThat(
            catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line))
                .mistakes())
        .extracting(FaultSyntaxException.Mistake::message)
        .containsExactly(message);
  }
}
