package dev.skew.observe.promql;

import java.util.List;
import java.util.Map;

/**
 * How an engine did in a script.
 *
 * @param evaluations that were run
 * @param queries of which they were made, with the other ways that must agree
 * @param failures one for each evaluation that does not conform, with file and line
 * @param skipped evaluations that were not run, by what they need
 */
public record PromqlScriptReport(
    int evaluations, int queries, List<String> failures, Map<String, Integer> skipped) {

  public PromqlScriptReport {
    failures = List.copyOf(failures);
  }

  public int conforming() {
    return evaluations - failures.size();
  }
}
