package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.HashMap;
import java.util.Map;

/** {@code and}, {@code or} and {@code unless}: which series are there decides, not their values. */
final class SetOperation {

  private static final boolean[] NOWHERE = {};

  private final BinaryOperator operator;
  private final MatchingLabels matching;
  private final ColumnBuilder columns;

  SetOperation(Binary binary, ColumnBuilder columns) {
    this.operator = binary.operator();
    this.matching = new MatchingLabels(binary.matching());
    this.columns = columns;
  }

  Vector apply(Vector left, Vector right, int steps) {
    if (operator == BinaryOperator.OR) {
      left.columns().forEach(each -> columns.add(each.labels(), each.values(), each.losesName()));
      keep(right, present(left, steps), false);
    } else {
      keep(left, present(right, steps), operator == BinaryOperator.AND);
    }
    return columns.build();
  }

  /** For each group of labels, at which steps any of its series is present. */
  private Map<Labels, boolean[]> present(Vector vector, int steps) {
    Map<Labels, boolean[]> present = new HashMap<>();
    for (Column each : vector.columns()) {
      boolean[] where = present.computeIfAbsent(matching.of(each), key -> new boolean[steps]);
      for (int i = 0; i < steps; i++) {
        where[i] |= each.isPresentAt(i);
      }
    }
    return present;
  }

  private void keep(Vector vector, Map<Labels, boolean[]> others, boolean whereOthersAre) {
    for (Column each : vector.columns()) {
      boolean[] where = others.getOrDefault(matching.of(each), NOWHERE);
      double[] values = each.values().clone();
      for (int i = 0; i < values.length; i++) {
        boolean isThere = i < where.length && where[i];
        values[i] = isThere == whereOthersAre ? values[i] : Column.ABSENT;
      }
      columns.add(each.labels(), values, each.losesName());
    }
  }
}
