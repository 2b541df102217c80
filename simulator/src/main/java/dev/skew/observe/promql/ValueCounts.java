package dev.skew.observe.promql;

import dev.skew.observe.promql.Aggregation.Group;
import dev.skew.observe.telemetry.Labels;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many series of a group have the same value, which becomes a label. */
final class ValueCounts {

  private ValueCounts() {}

  static void addTo(ColumnBuilder columns, Collection<Group> groups, String label, Mode mode) {
    boolean isName = mode == Mode.V3 ? Quotes.isText(label) : Lexer.isLabelName(label);
    if (!isName || label.isEmpty()) {
      throw new PromqlQueryException("invalid label name " + Quotes.quote(label));
    }
    // A label that is overwritten tells no groups apart, so that their counts are one.
    Map<Labels, double[]> counts = new LinkedHashMap<>();
    for (Group group : groups) {
      for (Column each : group.members()) {
        count(each.values(), group.labels(), label, counts);
      }
    }
    counts.forEach((labels, values) -> columns.add(labels, values, false));
  }

  private static void count(
      double[] values, Labels group, String label, Map<Labels, double[]> counts) {
    for (int i = 0; i < values.length; i++) {
      if (Column.isPresent(values[i])) {
        Labels labels = group.with(label, Numbers.format(values[i]));
        double[] count = counts.computeIfAbsent(labels, key -> Column.absent(values.length));
        count[i] = Column.isAbsent(count[i]) ? 1 : count[i] + 1;
      }
    }
  }
}
