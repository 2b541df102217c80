package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every scenario is its own test: what it expects of every seed must hold in the first few, what it
 * expects of some seed must come true in one of the first 200.
 */
class ScenarioCatalogTest {

  /** How many seeds each scenario is held to; {@code -Dskew.seeds=200} for the whole of it. */
  private static final int SEEDS = Integer.getInteger("skew.seeds", 3);

  private static final int SEEDS_FOR_LUCK = 200;

  @Test
  void thereAreScenarios() throws IOException {
    assertThat(Catalog.files()).isNotEmpty();
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicTest> everyScenarioMeetsItsExpectations() throws IOException {
    return Catalog.files().stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> holdToItsExpectations(file)));
  }

  private static void holdToItsExpectations(Path file) {
    Scenario scenario = Catalog.read(file);
    List<String> failures = new ArrayList<>();
    Set<String> hopedFor = new TreeSet<>();
    Set<String> cameTrue = new TreeSet<>();

    for (long seed = 1; isWanted(seed, hopedFor, cameTrue); seed++) {
      Report report = new Simulation().run(RunRequest.of(scenario, seed), RunListener.NONE);
      for (ExpectationResult each : report.expectations()) {
        if (each.scope() == Scope.SOME_SEED) {
          (each.met() ? cameTrue : hopedFor).add(each.what());
        }
      }
      if (report.verdict() == Report.Verdict.FAILED) {
        failures.add(inWords(file, report));
      }
    }

    hopedFor.removeAll(cameTrue);
    assertThat(failures).isEmpty();
    assertThat(hopedFor).as("what comes true in none of the seeds").isEmpty();
  }

  /** What has not come true yet may still do so, until one may say that it does not. */
  private static boolean isWanted(long seed, Set<String> hopedFor, Set<String> cameTrue) {
    return seed <= SEEDS || (seed <= SEEDS_FOR_LUCK && !cameTrue.containsAll(hopedFor));
  }

  private static String inWords(Path file, Report report) {
    StringBuilder words =
        new StringBuilder("./skew run scenarios/").append(file).append(" --seed ");
    words.append(report.seed());
    for (ExpectationResult each : report.expectations()) {
      if (each.failsTheRun()) {
        words.append("\n    not met: ").append(each.what()).append(": ").append(each.detail());
      }
    }
    for (ViolationReport each : report.violations()) {
      words.append("\n    violated: ").append(each.invariant()).append(": ").append(each.detail());
    }
    return words.toString();
  }
}
