package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Invariant;
import dev.skew.world.check.CheckReport;
import dev.skew.world.check.CheckSuite;
import dev.skew.world.check.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What the checkers of a run say, by the names that scenarios use. */
final class Verdicts {

  private final List<CheckSuite> suites = new ArrayList<>();

  void add(CheckSuite suite) {
    suites.add(suite);
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

  /** The worst verdict on an invariant. */
  Verdict on(Invariant invariant) {
    Verdict worst = Verdict.PASSED;
    for (CheckReport report : reports(invariant.label())) {
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
  String detail(Invariant invariant) {
    long checked = 0;
    for (CheckReport report : reports(invariant.label())) {
      if (!report.violations().isEmpty()) {
        return report.violationCount() + " found, first " + report.violations().get(0);
      }
      if (report.verdict() == Verdict.UNDECIDED) {
        return "undecided: " + report.note();
      }
      checked += report.checked();
    }
    return "holds, " + checked + " checked";
  }

  List<CheckReport> all() {
    return suites.stream().flatMap(suite -> suite.reports().stream()).toList();
  }

  private List<CheckReport> reports(String checker) {
    return all().stream().filter(report -> report.checker().equals(checker)).toList();
  }
}
