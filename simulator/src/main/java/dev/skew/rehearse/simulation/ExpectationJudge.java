package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Condition;
import dev.skew.rehearse.scenario.Expectation.Edge;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.check.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds one expectation of a scenario against a run, while it runs and at its end. */
final class ExpectationJudge {

  private final Expectation expectation;
  private final Meter meter;
  private final Verdicts verdicts;
  private final Workload.@Nullable Target target;
  private final long startNanos;
  private final long endNanos;
  private Meter before = atNanos -> 0;

  private boolean begun;
  private boolean ended;
  private double value;
  private boolean everHeld;
  private boolean everFailed;
  private double worst;

  /**
   * @param meter takes the number that the expectation is about; any for an invariant
   * @param scenario that the expectation stands in
   */
  ExpectationJudge(Expectation expectation, Meter meter, Verdicts verdicts, Scenario scenario) {
    this.expectation = expectation;
    this.meter = meter;
    this.verdicts = verdicts;
    this.target = scenario.targetOf(expectation.workload());
    long endOfRunNanos = scenario.duration().toNanos();
    this.startNanos = expectation.span().start().toNanos();
    this.endNanos =
        expectation.span().end() == null
            ? endOfRunNanos
            : Math.min(endOfRunNanos, expectation.span().end().toNanos());
  }

  /** Measures the same before the span begins, for a measure that compares the two. */
  void compareWith(Meter earlier) {
    before = earlier;
  }

  Expectation expectation() {
    return expectation;
  }

  long startNanos() {
    return startNanos;
  }

  long endNanos() {
    return endNanos;
  }

  /**
   * What is to be told of things that happen at an instant: the meter, or none outside the span.
   */
  Meter meterAt(long atNanos) {
    return begun && !ended && atNanos <= endNanos ? meter : before;
  }

  /** Of its meter; one that measures before the span too measures the same there. */
  Meter.Interest interest() {
    return meter.interest();
  }

  void begin() {
    begun = true;
    meter.begin(startNanos);
  }

  /** Once a second: what edges of a span need. */
  void sample(long atNanos) {
    if (!begun || ended) {
      return;
    }
    if (expectation.span().edge() != Edge.END) {
      double now = measured(atNanos);
      boolean holds = condition().holds(now);
      everHeld |= holds;
      if (!holds && !everFailed) {
        worst = now;
      }
      everFailed |= !holds;
    }
  }

  /** The span is over; its number stands, but for what only the end of the run can tell. */
  void end(long atNanos) {
    if (!ended) {
      ended = true;
      value = measured(atNanos);
    }
  }

  Report.ExpectationResult judge(boolean stopped, long stoppedNanos) {
    String what = Sentences.of(expectation);
    Report.Scope scope =
        expectation.seeds() == Expectation.Seeds.EVERY
            ? Report.Scope.EVERY_SEED
            : Report.Scope.SOME_SEED;
    if (expectation.probe() instanceof Probe.OfInvariant probe) {
      Verdict verdict = verdicts.on(probe.invariant(), target);
      boolean met =
          switch (probe.verdict()) {
            case HOLDS -> verdict == Verdict.PASSED;
            case VIOLATED -> verdict == Verdict.FAILED;
            case OPEN -> true;
          };
      return new Report.ExpectationResult(
          what, met, verdicts.detail(probe.invariant(), target), scope);
    }
    if (stopped && stoppedNanos < endNanos) {
      return new Report.ExpectationResult(
          what, false, "the run was stopped before it could be judged", scope);
    }
    if (isKnownAtEndOnly()) {
      value = meter.value(stoppedNanos);
    }
    Condition condition = condition();
    boolean met =
        switch (expectation.span().edge()) {
          case END -> condition.holds(value);
          case ANY -> everHeld;
          case ALWAYS -> !everFailed;
        };
    double shown = expectation.span().edge() == Edge.ALWAYS && everFailed ? worst : value;
    return new Report.ExpectationResult(what, met, "was " + show(shown), scope);
  }

  private double measured(long atNanos) {
    double now = meter.value(atNanos);
    if (measure() == Measure.COMMIT_WAIT_GROWTH) {
      double earlier = before.value(atNanos);
      return earlier == 0 ? (now == 0 ? 1 : Double.POSITIVE_INFINITY) : now / earlier;
    }
    return now;
  }

  private boolean isKnownAtEndOnly() {
    Measure measure = measure();
    return measure == Measure.ACKNOWLEDGED_WRITES_LOST
        || measure == Measure.DATA_LOSS
        || measure == Measure.GHOST_WRITES
        || measure == Measure.CONFLICTS_RESOLVED;
  }

  private @Nullable Measure measure() {
    return expectation.probe() instanceof Probe.OfMeasure probe ? probe.measure() : null;
  }

  private Condition condition() {
    if (expectation.probe() instanceof Probe.OfMeasure probe) {
      return probe.condition();
    }
    if (expectation.probe() instanceof Probe.OfEvent probe) {
      return probe.condition();
    }
    return new Condition(Expectation.Comparator.EQUAL, 0);
  }

  private String show(double number) {
    Measure measure = measure();
    return measure == null
        ? String.format(Locale.ROOT, "%.0f", number)
        : Sentences.amount(measure, number);
  }
}
