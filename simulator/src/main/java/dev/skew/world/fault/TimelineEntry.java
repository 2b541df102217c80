package dev.skew.world.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a line of commands runs, once or again and again.
 *
 * @param id names the entry's stream of chance and its trace events; empty for none
 * @param window when it begins: an instant drawn from here
 * @param repeat whether it comes again, or null for once
 * @param script what runs; each command knows its nodes and its duration
 * @param comment for the reader of the scenario, may be empty
 */
public record TimelineEntry(
    String id, Window window, @Nullable Repeat repeat, FaultScript script, String comment) {

  /** A line that runs once, at a known instant. */
  public static TimelineEntry at(Duration at, FaultScript script) {
    return new TimelineEntry("", new Window(at, at), null, script, "");
  }

  /** From one instant to another, both counted from the start and both possible. */
  public record Window(Duration from, Duration to) {

    public Window {
      Ranges.notNegative("from", from);
      if (to.compareTo(from) < 0) {
        throw new IllegalArgumentException(
            "a window must not end before it begins, got %s to %s"
                .formatted(Quantities.duration(from), Quantities.duration(to)));
      }
    }
  }

  /**
   * Again and again.
   *
   * @param every from one beginning to the next
   * @param until no beginning is later than this, counted from the start
   */
  public record Repeat(Duration every, Duration until) {

    public Repeat {
      if (every.isNegative() || every.isZero()) {
        throw new IllegalArgumentException(
            "every must be positive, got " + Quantities.duration(every));
      }
    }
  }
}
