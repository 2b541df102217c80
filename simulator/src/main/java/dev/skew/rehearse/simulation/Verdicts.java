package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.Invariant;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.check.CheckReport;
import dev.skew.world.check.CheckSuite;
import dev.skew.world.check.Verdict;
import dev.skew.world.check.Violation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the checkers of a run say, by the names that scenarios use. */
final class Verdicts {

  private final Map<Workload.Target, CheckSuite> suites = new EnumMap<>(Workload.Target.class);

  /** The checks of one kind of store and of its clients. */
  void add(Workload.Target target, CheckSuite suite) {
    suites.put(target, suite);
  }

  /** How many violations the checkers of a name found. */
  double violations(String checker) {
    long sum = 0;
    for (CheckReport report : reports(checker)) {
      sum += report.violationCount();
    }
    return sum;
  }

  /** A measure of the checkers of a name, added up; 0 where none takes it. */
  double measure(String checker, String name) {
    double sum = 0;
    for (CheckReport report : reports(checker)) {
      sum += report.measures().getOrDefault(name, 0.0);
    }
    return sum;
  }

  /** Acknowledged writes lost, of all acknowledged writes. */
  double dataLoss() {
    double all = measure("acknowledged-writes", "acknowledged");
    return all == 0 ? 0 : measure("acknowledged-writes", "lost") / all;
  }

  /** What the checkers of all stores know of acknowledged writes. */
  Criteria.Loss loss(boolean isFinal) {
    return new Criteria.Loss(
        isFinal,
        (long) measure("acknowledged-writes", "acknowledged"),
        (long) measure("acknowledged-writes", "lost"),
        (long) measure("acknowledged-writes", "unresolved"));
  }

  /**
   * The worst verdict on an invariant.
   *
   * @param target which store and clients it is about, or null for all
   */
  Verdict on(Invariant invariant, Workload.@Nullable Target target) {
    Verdict worst = Verdict.PASSED;
    for (CheckReport report : reports(invariant.label(), target)) {
      if (report.verdict() == Verdict.FAILED) {
        return Verdict.FAILED;
      }
      if (report.verdict() == Verdict.UNDECIDED) {
        worst = Verdict.UNDECIDED;
      }
    }
    return worst;
  }

  /** One line on what was found, or on what was looked at. */
  String detail(Invariant invariant, Workload.@Nullable Target target) {
    long checked = 0;
    for (CheckReport report : reports(invariant.label(), target)) {
      if (!report.violations().isEmpty()) {
        Violation first = report.violations().get(0);
        return report.violationCount()
            + " found, the first at "
            + new SimTime(first.atNanos())
            + ": "
            + first.detail();
      }
      if (report.verdict() == Verdict.UNDECIDED) {
        return "undecided: " + report.note();
      }
      checked += report.checked();
    }
    return "holds, " + checked + " checked";
  }

  /** Every report, of consensus first. */
  List<CheckReport> all() {
    return suites.values().stream().flatMap(suite -> suite.reports().stream()).toList();
  }

  private List<CheckReport> reports(String checker) {
    return reports(checker, null);
  }

  private List<CheckReport> reports(String checker, Workload.@Nullable Target target) {
    return suites.entrySet().stream()
        .filter(entry -> target == null || entry.getKey() == target)
        .flatMap(entry -> entry.getValue().reports().stream())
        .filter(report -> report.checker().equals(checker))
        .toList();
  }
}
