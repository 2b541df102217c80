package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Criterion;
import dev.skew.rehearse.simulation.Criterion.Judgement;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import dev.skew.rehearse.simulation.Report.ViolationReport;
import dev.skew.rehearse.simulation.Sentences;
import dev.skew.serve.cli.Console.Paint;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results for people: the history first, then what was expected of it, the verdict last. */
final class TextResults implements Results {

  private static final int NOTES_MAX = 120;

  private final Console console;
  private final PrintStream out;
  private final String replayCommand;

  /**
   * Writes to {@code console}.
   *
   * @param replayCommand runs one seed of a sweep again, when the seed is put behind it
   */
  TextResults(Console console, String replayCommand) {
    this.console = console;
    this.out = console.out();
    this.replayCommand = replayCommand;
  }

  @Override
  public void single(FinishedRun run) {
    Report report = run.report();
    out.println(console.paint(Paint.STRONG, report.scenario()) + ", seed " + report.seed());
    timeline(report.timeline());
    violations(report.violations());
    expectations(report.expectations());
    measures(report.measures());
    criteria(report.criteria());
    verdict(run);
    out.flush();
  }

  @Override
  public void ofSweep(FinishedRun run) {
    Report report = run.report();
    console.clearLive();
    out.printf(
        "seed %-6d %s  trace hash %s%s%n",
        report.seed(), verdictWord(report), report.traceHash(), reasons(report));
    out.flush();
  }

  @Override
  public void summary(SweepSummary summary) {
    console.clearLive();
    out.println();
    if (!summary.isWhole()) {
      out.printf(
          Locale.ROOT,
          "Stopped early: %,d of %,d runs were done.%n",
          summary.runs(),
          summary.asked());
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d passed, %,d failed.%n",
        Words.count(summary.runs(), "run"),
        summary.passed(),
        summary.failed());
    summary
        .metInSome()
        .forEach(
            (what, met) ->
                out.printf(
                    "  %s in %s: %s%n",
                    met > 0
                        ? console.paint(Paint.GOOD, "met    ")
                        : console.paint(Paint.BAD, "not met"),
                    Words.count(met, "run"),
                    what));
    for (SweepSummary.Judged criterion : summary.criteria()) {
      out.printf(
          Locale.ROOT,
          "  %s: met in %,d, not met in %,d, not applicable in %,d%n",
          criterion.title(),
          criterion.count(Judgement.MET),
          criterion.count(Judgement.NOT_MET),
          criterion.count(Judgement.NOT_APPLICABLE));
    }
    summary
        .firstFailingSeed()
        .ifPresent(
            seed ->
                out.printf(
                    "The smallest failing seed is %d. To have it again:%n  %s %d%n",
                    seed, replayCommand, seed));
    out.flush();
  }

  private void timeline(List<TimelineEntry> timeline) {
    if (timeline.isEmpty()) {
      return;
    }
    out.println();
    out.println("Timeline");
    int notesLeft = NOTES_MAX;
    int leftOut = 0;
    for (TimelineEntry entry : timeline) {
      if (entry.level() == Report.Level.NOTE && notesLeft-- <= 0) {
        leftOut++;
      } else {
        timelineLine(entry);
      }
    }
    if (leftOut > 0) {
      out.printf("  ... and %s; --format json has all%n", Words.count(leftOut, "more note"));
    }
  }

  private void timelineLine(TimelineEntry entry) {
    out.printf(
        "  %11s  %s%n",
        Words.clock(entry.atNanos()),
        switch (entry.level()) {
          case NOTE -> "  " + entry.text();
          case FAULT -> console.paint(Paint.BAD, "! " + entry.text());
          case HEAL -> console.paint(Paint.GOOD, "+ " + entry.text());
          case VIOLATION -> console.paint(Paint.WORST, "X " + entry.text());
        });
  }

  private void violations(List<ViolationReport> violations) {
    if (violations.isEmpty()) {
      return;
    }
    out.println();
    out.println("Violations");
    for (ViolationReport violation : violations) {
      out.printf(
          "  %11s  %s: %s%n",
          Words.clock(violation.atNanos()),
          console.paint(Paint.WORST, violation.invariant()),
          violation.detail().replace("\n", "\n               "));
      for (String event : violation.lastEvents()) {
        out.println("               " + console.paint(Paint.FAINT, event));
      }
    }
  }

  private void expectations(List<ExpectationResult> expectations) {
    if (expectations.isEmpty()) {
      return;
    }
    out.println();
    out.println("Expectations");
    for (ExpectationResult expectation : expectations) {
      out.println("  " + metWord(expectation) + "  " + expectation.what());
      if (!expectation.detail().isEmpty()) {
        out.println("           " + console.paint(Paint.FAINT, expectation.detail()));
      }
    }
  }

  private void criteria(List<Criterion> criteria) {
    if (criteria.isEmpty()) {
      return;
    }
    out.println();
    out.println("Success criteria");
    int width = criteria.stream().mapToInt(each -> each.title().length()).max().orElse(0);
    for (Criterion criterion : criteria) {
      out.printf(
          "  %s  %-" + width + "s  %s%n",
          switch (criterion.judgement()) {
            case MET -> console.paint(Paint.GOOD, "met    ");
            case NOT_MET -> console.paint(Paint.BAD, "NOT MET");
            case NOT_APPLICABLE -> console.paint(Paint.FAINT, "n/a    ");
          },
          criterion.title(),
          criterion.detail());
    }
  }

  private void measures(Map<String, Number> measures) {
    if (measures.isEmpty()) {
      return;
    }
    out.println();
    out.println("Measured");
    Map<String, Number> shown = new LinkedHashMap<>(measures);
    shown.entrySet().removeIf(TextResults::isFreeOfViolations);
    int width = shown.keySet().stream().mapToInt(String::length).max().orElse(0);
    shown.forEach(
        (name, value) ->
            out.printf("  %-" + width + "s  %s%n", name, Sentences.amount(name, value)));
  }

  /** A checker that found nothing: said by the verdict, and a dozen times more in JSON. */
  private static boolean isFreeOfViolations(Map.Entry<String, Number> measure) {
    return measure.getKey().endsWith("-violations") && measure.getValue().doubleValue() == 0;
  }

  private void verdict(FinishedRun run) {
    Report report = run.report();
    double virtualSeconds = report.virtualNanos() / 1e9;
    double wallSeconds = Math.max(run.wallNanos() / 1e9, 1e-9);
    out.println();
    out.println(verdictWord(report) + reasons(report));
    out.printf("seed %d, trace hash %s%n", report.seed(), report.traceHash());
    out.printf(
        Locale.ROOT,
        "%s s of virtual time in %.2f s, %,.0f times as fast; %s%n",
        Words.roundedSeconds(report.virtualNanos()).toPlainString(),
        wallSeconds,
        virtualSeconds / wallSeconds,
        Words.count(report.events(), "event"));
  }

  private String metWord(ExpectationResult expectation) {
    if (expectation.met()) {
      return console.paint(Paint.GOOD, "met    ");
    }
    return expectation.scope() == Scope.SOME_SEED
        ? console.paint(Paint.FAINT, "not now")
        : console.paint(Paint.BAD, "NOT MET");
  }

  private String verdictWord(Report report) {
    return report.verdict() == Report.Verdict.PASSED
        ? console.paint(Paint.GOOD, "passed")
        : console.paint(Paint.WORST, "FAILED");
  }

  /** Why a run failed, in half a line; empty when it did not. */
  static String reasons(Report report) {
    if (report.verdict() == Report.Verdict.PASSED) {
      return "";
    }
    long notMet = report.expectations().stream().filter(ExpectationResult::failsTheRun).count();
    StringBuilder reasons = new StringBuilder(": ");
    if (notMet > 0) {
      reasons.append(Words.count(notMet, "expectation")).append(" not met");
    }
    if (!report.violations().isEmpty()) {
      ViolationReport first = report.violations().get(0);
      reasons
          .append(notMet > 0 ? ", " : "")
          .append(Words.count(report.violations().size(), "violation"))
          .append(", the first ")
          .append(first.invariant())
          .append(" at ")
          .append(Words.clock(first.atNanos()));
    }
    return reasons.length() == 2 ? "" : reasons.toString();
  }
}
