package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Aggregate;
import dev.skew.observe.promql.Expr.Grouping;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Evaluates aggregations: groups series by labels once, then makes one of each group. */
final class Aggregation {

  private Aggregation() {}

  /**
   * Series of which one is made.
   *
   * @param labels of the one
   */
  record Group(Labels labels, List<Column> members) {

    boolean losesName() {
      return labels.has(Labels.NAME) && members.stream().anyMatch(Column::losesName);
    }
  }

  static Value of(Aggregate aggregate, Evaluator evaluator, Steps steps) {
    Vector operand = evaluator.vector(aggregate.operand(), steps);
    Collection<Group> groups = groups(operand, aggregate.grouping());
    ColumnBuilder columns = evaluator.newColumns();
    switch (aggregate.operator()) {
      case TOPK, BOTTOMK -> {
        double[] counts = evaluator.scalar(parameter(aggregate), steps);
        new Ranking(aggregate.operator(), counts, evaluator.mode()).addTo(columns, groups);
      }
      case QUANTILE -> {
        double[] quantiles = evaluator.scalar(parameter(aggregate), steps);
        groups.forEach(each -> add(columns, each, quantiles(each, quantiles)));
      }
      case COUNT_VALUES ->
          ValueCounts.addTo(
              columns, groups, evaluator.text(parameter(aggregate)), evaluator.mode());
      default ->
          groups.forEach(
              each ->
                  add(
                      columns,
                      each,
                      Folds.fold(
                          aggregate.operator(), each.members, steps.count(), evaluator.mode())));
    }
    return columns.build();
  }

  private static Expr parameter(Aggregate aggregate) {
    return Objects.requireNonNull(aggregate.parameter());
  }

  private static void add(ColumnBuilder columns, Group group, double[] values) {
    columns.add(group.labels, values, group.losesName());
  }

  private static Collection<Group> groups(Vector vector, Grouping grouping) {
    Set<String> names = new HashSet<>(grouping.labels());
    if (grouping.isWithout()) {
      names.add(Labels.NAME);
    }
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (Column each : vector.columns()) {
      Labels labels =
          grouping.isWithout() ? each.labels().without(names) : each.labels().keeping(names);
      groups.computeIfAbsent(labels, key -> new Group(key, new ArrayList<>())).members.add(each);
    }
    return groups.values();
  }

  private static double[] quantiles(Group group, double[] quantiles) {
    double[] values = Column.absent(quantiles.length);
    double[] room = new double[group.members.size()];
    for (int i = 0; i < values.length; i++) {
      int size = 0;
      for (Column each : group.members) {
        if (each.isPresentAt(i)) {
          room[size++] = each.values()[i];
        }
      }
      if (size > 0) {
        values[i] = Quantiles.of(quantiles[i], Arrays.copyOf(room, size));
      }
    }
    return values;
  }
}
