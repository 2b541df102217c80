package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** Runs scenarios that stand in a test, and reads what came of them. */
final class Plays {

  private Plays() {}

  /** Runs a scenario with seed 1. */
  static Report play(String scenario, TimedCommand... commands) {
    return play(1, scenario, commands);
  }

  static Report play(long seed, String scenario, TimedCommand... commands) {
    RunRequest request =
        new RunRequest(read(scenario), seed, List.of(commands), OptionalLong.empty());
    return new Simulation().run(request, RunListener.NONE);
  }

  private static Scenario read(String scenario) {
    try {
      return ScenarioReader.read("scenario.yaml", scenario);
    } catch (ScenarioException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** What an operator types. */
  static TimedCommand at(int second, String line) {
    return new TimedCommand(second * 1_000_000_000L, line);
  }

  /** An entry of a scenario's timeline. */
  static String entry(int second, String line) {
    return "  - { at: %ds, fault: '%s' }\n".formatted(second, line);
  }

  static List<String> texts(Report report) {
    return report.timeline().stream().map(TimelineEntry::text).toList();
  }

  static double measured(Report report, String measure) {
    return Objects.requireNonNull(report.measures().get(measure)).doubleValue();
  }
}
