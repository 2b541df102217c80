package dev.skew.scenarios;

import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Expectation.Condition;
import dev.skew.rehearse.scenario.Expectation.Edge;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Expectation.Seeds;
import dev.skew.rehearse.scenario.Expectation.Span;
import dev.skew.rehearse.scenario.Expectation.Verdict;
import dev.skew.rehearse.scenario.Invariant;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;
import dev.skew.rehearse.simulation.TimedCommand;
import dev.skew.world.fault.TimelineEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A scenario as its file tells it, or otherwise: without some of what happened, and with what an
 * operator does instead.
 */
record AlteredRun(Scenario scenario, List<TimedCommand> commands) {

  static AlteredRun of(String incident) {
    return of(Path.of("incidents", incident + ".yaml"));
  }

  /** Any scenario, by its file. */
  static AlteredRun of(Path file) {
    return new AlteredRun(Catalog.read(file), List.of());
  }

  /** Leaves entries of the timeline out, each of which must be there. */
  AlteredRun without(String... ids) {
    Set<String> unwanted = Set.of(ids);
    Set<String> known =
        scenario.timeline().stream().map(TimelineEntry::id).collect(Collectors.toSet());
    if (!known.containsAll(unwanted)) {
      throw new IllegalArgumentException("asked for %s of %s".formatted(unwanted, known));
    }
    return with(
        scenario.timeline().stream().filter(entry -> !unwanted.contains(entry.id())).toList(),
        scenario.expect());
  }

  /** Lets an operator type something, after all that has been typed so far. */
  AlteredRun typing(int second, String line) {
    TimedCommand next = new TimedCommand(Duration.ofSeconds(second).toNanos(), line);
    return new AlteredRun(scenario, Stream.concat(commands.stream(), Stream.of(next)).toList());
  }

  /** Expects this instead of what the file expects. */
  AlteredRun expecting(Expectation... expected) {
    return with(scenario.timeline(), List.of(expected));
  }

  Report run(long seed) {
    RunRequest request = new RunRequest(scenario, seed, commands, OptionalLong.empty());
    return new Simulation().run(request, RunListener.NONE);
  }

  /** What a run of the seed did not do, each with what it did instead. */
  List<String> unmet(long seed) {
    return run(seed).expectations().stream()
        .filter(ExpectationResult::failsTheRun)
        .map(each -> each.what() + ": " + each.detail())
        .toList();
  }

  /** From one second to another, in the measure's own unit (seconds for durations, 1 for 100 %). */
  static Expectation measured(
      Measure measure, Comparator comparator, double value, int fromSecond, int toSecond) {
    Probe probe = new Probe.OfMeasure(measure, new Condition(comparator, value));
    Span span = new Span(Duration.ofSeconds(fromSecond), Duration.ofSeconds(toSecond), Edge.END);
    return new Expectation(probe, span, Seeds.EVERY, null, "");
  }

  /** Lets a run go on whatever becomes of a property. */
  static Expectation whatever(Invariant invariant) {
    Probe probe = new Probe.OfInvariant(invariant, Verdict.OPEN);
    return new Expectation(probe, Span.WHOLE, Seeds.EVERY, null, "");
  }

  private AlteredRun with(List<TimelineEntry> timeline, List<Expectation> expect) {
    return new AlteredRun(
        new Scenario(
            scenario.name(),
            scenario.description(),
            scenario.teaches(),
            scenario.start(),
            scenario.duration(),
            scenario.topology(),
            scenario.machinery(),
            scenario.workloads(),
            timeline,
            expect),
        commands);
  }
}
