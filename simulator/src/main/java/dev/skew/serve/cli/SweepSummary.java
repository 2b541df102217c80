package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Criterion;
import dev.skew.rehearse.simulation.Report.ExpectationResult;
import dev.skew.rehearse.simulation.Report.Scope;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a sweep has shown so far. Runs are added in the order of their seeds. */
final class SweepSummary {

  private final long asked;
  private final Map<String, Integer> metInSome = new LinkedHashMap<>();
  private final Map<String, Judged> criteria = new LinkedHashMap<>();
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
    for (Criterion criterion : run.report().criteria()) {
      criteria
          .computeIfAbsent(criterion.name(), name -> new Judged(criterion))
          .add(criterion.judgement());
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

  /** How often each criterion was judged how. */
  List<Judged> criteria() {
    return List.copyOf(criteria.values());
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

  /** One criterion over all runs. */
  static final class Judged {

    private final String name;
    private final String title;
    private final Map<Criterion.Judgement, Integer> counts =
        new EnumMap<>(Criterion.Judgement.class);

    private Judged(Criterion criterion) {
      this.name = criterion.name();
      this.title = criterion.title();
    }

    private void add(Criterion.Judgement judgement) {
      counts.merge(judgement, 1, Integer::sum);
    }

    String name() {
      return name;
    }

    String title() {
      return title;
    }

    int count(Criterion.Judgement judgement) {
      return counts.getOrDefault(judgement, 0);
    }
  }
}
