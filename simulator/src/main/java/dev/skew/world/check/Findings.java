package dev.skew.world.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a checker has found so far. */
final class Findings {

  /** The first few tell the story; the rest are counted. */
  private static final int KEPT = 20;

  private final String checker;
  private final ViolationListener listener;
  private final List<Violation> first = new ArrayList<>();
  private final SortedMap<String, Double> measures = new TreeMap<>();
  private long checked;
  private long violationCount;
  private String note = "";

  Findings(CheckKind kind, ViolationListener listener) {
    this.checker = kind.label();
    this.listener = listener;
  }

  void checked() {
    checked++;
  }

  void checked(long count) {
    checked += count;
  }

  void violation(long atNanos, String detail, String evidence) {
    violationCount++;
    Violation violation = new Violation(atNanos, checker, detail, evidence);
    if (first.size() < KEPT) {
      first.add(violation);
    }
    listener.onViolation(violation);
  }

  /** Whether the next violation is kept, and its evidence with it. */
  boolean wantsEvidence() {
    return first.size() < KEPT;
  }

  /** Something could not be examined; the first reason given is kept. */
  void undecided(String reason) {
    if (note.isEmpty()) {
      note = reason;
    }
  }

  void measure(String name, double value) {
    measures.put(name, value);
  }

  long violationCount() {
    return violationCount;
  }

  CheckReport report() {
    Verdict verdict =
        violationCount > 0 ? Verdict.FAILED : note.isEmpty() ? Verdict.PASSED : Verdict.UNDECIDED;
    return new CheckReport(checker, verdict, checked, violationCount, first, measures, note);
  }
}
