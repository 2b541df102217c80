package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What a sweep has shown so far. Runs are added in the order of their seeds. */
final class SweepSummary {

  private final long asked;
  private final Map<String, Integer> metInSome = new LinkedHashMap<>();
  private int passed;
  private int failed;
  private OptionalLong firstFailingSeed = OptionalLong.empty();

  /**
   * Begins with nothing.
   *
   * @param asked how many runs there are to be
   */
  SweepSummary(long asked) {
    this.asked = asked;
  }

  void add(FinishedRun run) {
    if (run.passed()) {
      passed++;
    } else {
      failed++;
      if (firstFailingSeed.isEmpty()) {
        firstFailingSeed = OptionalLong.of(run.report().seed());
      }
    }
    for (ExpectationResult expectation : run.report().expectations()) {
      if (expectation.scope() == Scope.SOME_SEED) {
        metInSome.merge(expectation.what(), expectation.met() ? 1 : 0, Integer::sum);
      }
    }
  }

  int runs() {
    return passed + failed;
  }

  int passed() {
    return passed;
  }

  int failed() {
    return failed;
  }

  OptionalLong firstFailingSeed() {
    return firstFailingSeed;
  }

  /** In how many runs each expectation was met that need not be met in all. */
  Map<String, Integer> metInSome() {
    return metInSome;
  }

  boolean isWhole() {
    return runs() == asked;
  }

  long asked() {
    return asked;
  }

  /** Whether every run passed and what must happen in some run did. */
  boolean isMet() {
    return isWhole() && failed == 0 && !metInSome.containsValue(0);
  }
}
