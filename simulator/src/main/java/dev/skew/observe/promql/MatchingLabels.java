package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Matching;
import dev.skew.observe.telemetry.Labels;
import java.util.HashSet;
import java.util.Set;

/** The labels by which series of two vectors find each other. */
final class MatchingLabels {

  private final boolean isOn;
  private final Set<String> names;

  MatchingLabels(Matching matching) {
    this.isOn = matching.isOn();
    this.names = new HashSet<>(matching.labels());
    if (!isOn) {
      names.add(Labels.NAME);
    }
  }

  Labels of(Column column) {
    return isOn ? column.labels().keeping(names) : column.labels().without(names);
  }
}
