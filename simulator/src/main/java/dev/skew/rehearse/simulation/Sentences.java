package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Measure;
import java.time.Duration;
import java.util.Locale;

/** Says expectations and amounts as people do. */
public final class Sentences {

  private Sentences() {}

  static String of(Expectation expectation) {
    StringBuilder sentence = new StringBuilder();
    if (expectation.probe() instanceof Probe.OfInvariant probe) {
      sentence.append(probe.invariant().label()).append(' ').append(probe.verdict().label());
    } else if (expectation.probe() instanceof Probe.OfMeasure probe) {
      sentence
          .append(probe.measure().label())
          .append(' ')
          .append(probe.condition().comparator().label())
          .append(' ')
          .append(amount(probe.measure(), probe.condition().value()));
    } else if (expectation.probe() instanceof Probe.OfEvent probe) {
      sentence.append("events ").append(probe.kind());
      probe.where().forEach((name, value) -> sentence.append(' ' + name + "=" + value));
      sentence
          .append(' ')
          .append(probe.condition().comparator().label())
          .append(' ')
          .append(plain(probe.condition().value()));
    }
    if (expectation.workload() != null) {
      sentence.append(" for ").append(expectation.workload());
    }
    appendSpan(sentence, expectation.span());
    if (expectation.seeds() == Expectation.Seeds.SOME) {
      sentence.append(" in some run of a sweep");
    }
    return sentence.toString();
  }

  /**
   * A criterion of a report in its unit, as {@code 96.3 s}.
   *
   * @param name a measure's, or one of the checkers' own counts
   */
  public static String amount(String name, Number value) {
    for (Measure measure : Measure.values()) {
      if (measure.label().equals(name)) {
        return amount(measure, value.doubleValue());
      }
    }
    return plain(value.doubleValue());
  }

  /** A measured value in its unit. */
  static String amount(Measure measure, double value) {
    if (Double.isInfinite(value)) {
      return "never";
    }
    return switch (measure.unit()) {
      case COUNT -> plain(value);
      case DURATION -> seconds(value);
      case SHARE -> String.format(Locale.ROOT, "%s %%", plain(value * 100));
      case FACTOR -> plain(value) + " times";
    };
  }

  private static void appendSpan(StringBuilder sentence, Expectation.Span span) {
    boolean whole = span.start().isZero() && span.end() == null;
    switch (span.edge()) {
      case END -> {}
      case ANY -> sentence.append(" at some time");
      case ALWAYS -> sentence.append(" all the time");
    }
    if (!whole) {
      sentence.append(" from ").append(clock(span.start())).append(" to ");
      Duration end = span.end();
      sentence.append(end == null ? "the end" : clock(end));
    }
  }

  private static String clock(Duration duration) {
    return seconds(duration.toNanos() / 1e9);
  }

  private static String seconds(double seconds) {
    if (seconds != 0 && Math.abs(seconds) < 1) {
      return plain(seconds * 1000) + " ms";
    }
    return plain(seconds) + " s";
  }

  private static String plain(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
