package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps clients served: how it is read, what is in force, what counts as a fault. */
class MitigationTest {

  private final RecordedWorld world = new RecordedWorld();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos client timeout --factor 2",
        "chaos client timeout --name config --factor 2.5 --duration 1m",
        "chaos store timeout --factor 3",
        "chaos node cordon --nodes etcd-0,etcd-1",
        "chaos node cordon --nodes 40% --role store --duration 30s",
        "chaos node uncordon --nodes all",
        "chaos service patience --factor 2 --edge svc-order:database",
        "chaos service timeout-budget",
        "chaos service timeout-budget --margin 20% --edge api-gw:svc-order",
      })
  void whatIsWrittenIsWhatWasRead(String line) throws FaultSyntaxException {
    assertThat(FaultGrammar.render(FaultGrammar.parse(line))).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos client timeout --factor 0.5 | factor must lie in [1, 1000], got 0.5",
        "chaos store timeout --factor 1001 | factor must lie in [1, 1000], got 1001.0",
        "chaos service patience --factor 0 | factor must lie in [1, 1000], got 0.0",
        "chaos node uncordon --nodes all --duration 5s | chaos node uncordon takes no --duration: it"
            + " is done at once",
      })
  void whatIsWrongIsExplained(String line, String message) {
    assertThat(
            catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line))
                .mistakes())
        .extracting(FaultSyntaxException.Mistake::message)
        .anyMatch(said -> said.endsWith(message));
  }

  @Test
  void whatIsInForceIsToldAsAWholeUntilItEnds() throws FaultSyntaxException {
    inject("one", "chaos node cordon --nodes etcd-0 --duration 10s");
    inject("two", "chaos node cordon --nodes etcd-0,etcd-1");
    world.runUntil(Duration.ofSeconds(10));
    inject("three", "chaos node uncordon --nodes etcd-1");
    inject("four", "chaos clear");

    assertThat(world.lines("mitigate"))
        .containsExactly(
            "0s mitigate Cordon[etcd-0]",
            "0s mitigate Cordon[etcd-0], Cordon[etcd-0,etcd-1]",
            "10s mitigate Cordon[etcd-0,etcd-1]",
            "10s mitigate Cordon[etcd-0]",
            "10s mitigate ");
  }

  @Test
  void noneOfItIsAFault() throws FaultSyntaxException {
    inject("one", "chaos node cordon --nodes etcd-0");
    inject("two", "chaos client timeout --factor 2");
    inject("three", "chaos store timeout --factor 2");

    assertThat(world.nemesis().isFaultInForce()).isFalse();
  }

  private void inject(String id, String line) throws FaultSyntaxException {
    world.nemesis().inject(id, FaultGrammar.parse(line));
  }
}
