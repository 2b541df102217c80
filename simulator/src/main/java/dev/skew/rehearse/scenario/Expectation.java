package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that must come true.
 *
 * @param span the part of the run that it is about
 * @param seeds in how many runs of a sweep it must come true
 * @param workload only what this workload saw, or null for all
 * @param comment why, for the reader of a report; may be empty
 */
public record Expectation(
    Probe probe, Span span, Seeds seeds, @Nullable String workload, String comment) {

  /** What is looked at. */
  public sealed interface Probe {

    /** A number that the truth yields. */
    record OfMeasure(Measure measure, Condition condition) implements Probe {}

    /**
     * How many trace events there were.
     *
     * @param kind of trace event, as {@code leader-elected}
     * @param where values that their fields must have, by name
     */
    record OfEvent(String kind, Map<String, String> where, Condition condition) implements Probe {

      public OfEvent {
        where = Tables.copy(where);
      }
    }

    /** A property that checkers judge. */
    record OfInvariant(Invariant invariant, Verdict verdict) implements Probe {}
  }

  /** A comparison with a number, in the unit of what is compared (seconds for durations). */
  public record Condition(Comparator comparator, double value) {

    public boolean holds(double measured) {
      return switch (comparator) {
        case EQUAL -> measured == value;
        case NOT_EQUAL -> measured != value;
        case LESS -> measured < value;
        case AT_MOST -> measured <= value;
        case MORE -> measured > value;
        case AT_LEAST -> measured >= value;
      };
    }
  }

  /** How two numbers are compared. */
  public enum Comparator implements Labelled {
    EQUAL("equal"),
    NOT_EQUAL("not-equal"),
    LESS("less-than"),
    AT_MOST("at-most"),
    MORE("more-than"),
    AT_LEAST("at-least");

    private final String label;

    Comparator(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * When.
   *
   * @param start from here, counted from the run's start
   * @param end up to here, or null for the end of the run
   */
  public record Span(Duration start, @Nullable Duration end, Edge edge) {

    public static final Span WHOLE = new Span(Duration.ZERO, null, Edge.END);
  }

  /** When within a span it must hold. */
  public enum Edge implements Labelled {
    /** At its end, over all of it: what has been counted by then. */
    END("end"),
    /** At some instant of it. */
    ANY("any"),
    /** At every instant of it. */
    ALWAYS("always");

    private final String label;

    Edge(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** In how many runs. */
  public enum Seeds implements Labelled {
    /** In each: a run where it fails has failed. */
    EVERY("every-seed"),
    /** In at least one of a sweep: how a scenario says that what it does can go wrong. */
    SOME("some-seed");

    private final String label;

    Seeds(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /** What checkers must say of a property. */
  public enum Verdict implements Labelled {
    HOLDS("holds"),
    /** It is violated; a violation then does not stop the run. */
    VIOLATED("violated"),
    /** Either will do; a violation then does not stop the run. */
    OPEN("open");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
