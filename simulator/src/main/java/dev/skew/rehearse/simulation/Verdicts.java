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
    for (String checker : checkers(invariant)) {
      for (CheckReport report : reports(checker)) {
        if (report.verdict() == Verdict.FAILED) {
          return Verdict.FAILED;
        }
        if (report.verdict() == Verdict.UNDECIDED) {
          worst = Verdict.UNDECIDED;
        }
      }
    }
    return worst;
  }

  /** One line on what was found, or on what was looked at. */
  String detail(Invariant invariant) {
    long checked = 0;
    for (String checker : checkers(invariant)) {
      for (CheckReport report : reports(checker)) {
        if (!report.violations().isEmpty()) {
          return report.violationCount() + " found, first " + report.violations().get(0);
        }
        if (report.verdict() == Verdict.UNDECIDED) {
          return "undecided: " + report.note();
        }
        checked += report.checked();
      }
    }
    return "holds, " + checked + " checked";
  }

  List<CheckReport> all() {
    return suites.stream().flatMap(suite -> suite.reports().stream()).toList();
  }

  /** The invariant that a checker's name belongs to. */
  static boolean covers(Invariant invariant, String checker) {
    return checkers(invariant).contains(checker);
  }

  private List<CheckReport> reports(String checker) {
    return all().stream().filter(report -> report.checker().equals(checker)).toList();
  }

  private static List<String> checkers(Invariant invariant) {
    return switch (invariant) {
      case ONE_LEADER_PER_TERM -> List.of("one-leader-per-term");
      case LOG_MATCHING -> List.of("log-matching");
      case COMMITTED_STAYS ->
          List.of("committed-agreement", "commit-monotone", "leader-completeness");
      case LINEARIZABILITY -> List.of("linearizability");
      case ACKNOWLEDGED_WRITES_KEPT -> List.of("acknowledged-writes");
      case NO_PHANTOM_WRITES -> List.of("phantom-writes");
      case NO_DUPLICATE_WRITES -> List.of("duplicate-writes");
      case CAUSALITY -> List.of("causality");
      case READ_YOUR_WRITES -> List.of("read-your-writes");
      case MONOTONIC_READS -> List.of("monotonic-reads");
      case CONVERGENCE -> List.of("convergence");
    };
  }
}
