package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a vector together. Columns whose labels have become the same are one series, unless both are
 * there at one step, which is an error; those that are nowhere present vanish.
 */
final class ColumnBuilder {

  private static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

  private final boolean delaysNames;
  private final List<Column> columns = new ArrayList<>();
  private final Map<Labels, Integer> places = new HashMap<>();

  /**
   * An empty one.
   *
   * @param delaysNames whether names are dropped at the end of the query instead of at once
   */
  ColumnBuilder(boolean delaysNames) {
    this.delaysNames = delaysNames;
  }

  /** Adds values that are no longer those of the metric whose name the labels hold. */
  void addNameless(Column source, double[] values) {
    if (delaysNames) {
      add(source.labels(), values, true);
    } else {
      add(source.labels().withoutName(), values, false);
    }
  }

  boolean delaysNames() {
    return delaysNames;
  }

  void add(Labels labels, double[] values, boolean losesName) {
    if (Column.isEmpty(values)) {
      return;
    }
    Integer place = places.putIfAbsent(labels, columns.size());
    if (place == null) {
      columns.add(new Column(labels, values, losesName));
    } else {
      columns.set(place, merged(columns.get(place), values, losesName));
    }
  }

  private static Column merged(Column first, double[] second, boolean losesName) {
    double[] values = first.values().clone();
    for (int i = 0; i < values.length; i++) {
      if (Column.isPresent(second[i])) {
        if (Column.isPresent(values[i])) {
          throw new PromqlQueryException(SAME_LABELS);
        }
        values[i] = second[i];
      }
    }
    return new Column(first.labels(), values, first.losesName() || losesName);
  }

  Value.Vector build() {
    return new Value.Vector(columns);
  }
}
