package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four symptoms of the 3 AM playbook: none goes away without what the playbook says. */
class PlaybookTest {

  @ParameterizedTest
  @CsvSource({
    "impossible-timestamps, exclude",
    "impossible-timestamps, remedy",
    "duplicate-operations, keys",
    "duplicate-operations, breakers",
    "duplicate-operations, timeouts",
    "multiple-leaders, step-down",
    "cascade-timeout, shed",
    "cascade-timeout, budget",
    "cascade-timeout, cache",
  })
  void withoutEitherRemedyTheScenarioFails(String scenario, String remedy) {
    IncidentRun without = IncidentRun.of(Path.of(scenario + ".yaml")).without(remedy);

    List<String> unmet = without.unmet(1);

    assertThat(unmet).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "impossible-timestamps",
    "duplicate-operations",
    "multiple-leaders",
    "cascade-timeout",
  })
  void withAllOfThemItDoesNot(String scenario) {
    IncidentRun whole = IncidentRun.of(Path.of(scenario + ".yaml"));

    List<String> unmet = whole.unmet(1);

    assertThat(unmet).isEmpty();
  }
}
