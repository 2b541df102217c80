package dev.skew.rehearse.simulation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known when a run has ended.
 *
 * @param scenario the scenario's name
 * @param traceHash sixteen hexadecimal digits
 * @param virtualNanos the virtual instant at which the run ended
 * @param events trace events recorded
 * @param queueEvents events that the queue ran: deliveries, timers, disks and processors
 * @param violations in the order in which they were seen
 * @param criteria the five success criteria of a chaos experiment, judged
 * @param measures what was measured, by name, in the order of the names
 * @param timeline what a person should read, in the order of time
 */
public record Report(
    String scenario,
    long seed,
    Verdict verdict,
    String traceHash,
    long virtualNanos,
    long events,
    long queueEvents,
    List<ExpectationResult> expectations,
    List<ViolationReport> violations,
    List<Criterion> criteria,
    Map<String, Number> measures,
    List<TimelineEntry> timeline) {

  public Report {
    expectations = List.copyOf(expectations);
    violations = List.copyOf(violations);
    criteria = List.copyOf(criteria);
    measures = Collections.unmodifiableMap(new TreeMap<>(measures));
    timeline = List.copyOf(timeline);
  }

  /** Whether the run did what its scenario expects of it. */
  public enum Verdict {
    PASSED,
    FAILED
  }

  /**
   * One expectation of the scenario, judged.
   *
   * @param what the expectation as a person would say it
   * @param detail why it was met or not: the value found, and when
   */
  public record ExpectationResult(String what, boolean met, String detail, Scope scope) {

    /** Whether this alone makes the run a failed one. */
    public boolean failsTheRun() {
      return !met && scope == Scope.EVERY_SEED;
    }
  }

  /** In how many runs of a sweep an expectation has to be met. */
  public enum Scope {
    /** In each of them. */
    EVERY_SEED,
    /** In at least one: how a scenario says that what it does can go wrong. */
    SOME_SEED
  }

  /**
   * A promise of the system that a checker saw broken.
   *
   * @param lastEvents the trace events before it, oldest first; empty when the run was not stopped
   *     by it
   */
  public record ViolationReport(
      long atNanos, String invariant, String detail, List<String> lastEvents) {

    public ViolationReport {
      lastEvents = List.copyOf(lastEvents);
    }
  }

  /** A line of the history as a person reads it. */
  public record TimelineEntry(long atNanos, Level level, String text) {}

  /** What sort of line it is. */
  public enum Level {
    /** Worth knowing: an election won, a replica caught up. */
    NOTE,
    /** The scenario or the operator broke something. */
    FAULT,
    /** The scenario or the operator mended something. */
    HEAL,
    /** A promise was broken. */
    VIOLATION
  }
}
