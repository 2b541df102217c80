package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skew.world.fault.FaultSyntaxException.Mistake;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said about services, and what cannot. */
class ServiceFaultTest {

  private static final ServiceMap SHOP =
      new ServiceMap(
          List.of("api-gw", "svc-order", "database"),
          List.of("api-gw:svc-order", "svc-order:database"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chaos service slow --service database --factor 8 --duration 15s",
        "chaos service fail --service database --share 10% --as invalid",
        "chaos service overload --service database --rate 200/s --duration 1m",
        "chaos service breaker --state open --edge svc-order:database",
        "chaos service retries --count 0",
        "chaos service budget --share 10% --min 3/s --edge api-gw:svc-order",
        "chaos service timeout --to 500ms --edge api-gw:svc-order",
        "chaos service deadlines",
        "chaos service shed --by queue-length --limit 20 --service database",
        "chaos service admit --share 10% --duration 1m",
        "chaos service cache --mode on --on-error delete --edge svc-order:database",
        "chaos service idempotency --state off --service database"
      })
  void whatIsReadIsWrittenBack(String line) throws FaultSyntaxException {
    FaultScript script = FaultGrammar.parse(line);

    assertThat(FaultGrammar.render(script)).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos service timeout --to 0s | to must be longer than 0s",
        "chaos service slow --service database --factor 0.5 | factor must lie in [1, 100000]",
        "chaos service breaker --edge database | must be a caller and a callee such as",
        "chaos service breaker --state ajar | must be one of open, closed, auto",
        "chaos service admit | needs --share SHARE",
        "chaos service admit --share 110% | must lie in [0%, 100%]",
        "chaos service shed --limit 0 | limit must be at least 1",
        "chaos service overload --service database --rate 0/s | rate must lie in (0, 100000]",
        "chaos service brekaer --state open | did you mean breaker?"
      })
  void whatCannotApplyIsRefusedWithTheReason(String line, String reason) {
    FaultSyntaxException wrong =
        catchThrowableOfType(FaultSyntaxException.class, () -> FaultGrammar.parse(line));

    assertThat(wrong.mistakes())
        .extracting(Mistake::message)
        .anySatisfy(message -> assertThat(message).contains(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos service slow --service databse --factor 2 | there is no service databse; did you"
            + " mean database?",
        "chaos service timeout --to 1s --edge svc-order:databse | there is no edge"
            + " svc-order:databse; did you mean svc-order:database?",
        "chaos service breaker --state open --edge database:svc-order | there is no edge"
            + " database:svc-order; known are api-gw:svc-order, svc-order:database"
      })
  void aNameThatIsNotThereIsRefusedWithTheNearest(String line, String reason)
      throws FaultSyntaxException {
    List<String> refusals = Feasibility.refusals(FaultGrammar.parse(line), List.of(), SHOP);

    assertThat(refusals).contains(reason);
  }

  @Test
  void everyCommandHasHelp() {
    for (Verb<?> verb : ServiceVerbs.ALL) {
      assertThat(FaultGrammar.helpFor(verb.call() + " --help"))
          .hasValueSatisfying(help -> assertThat(help).startsWith("Usage: " + verb.call()));
    }
  }
}
