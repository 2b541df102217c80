package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Binary;
import dev.skew.observe.promql.Expr.Matching;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic and comparisons between the series of two vectors that belong together. The side that
 * may have several partners is called the many, the other the one; with one-to-one matching the
 * left is the many.
 */
final class VectorMatching {

  private final Binary binary;
  private final BinaryOperator operator;
  private final Matching matching;
  private final boolean isOneToOne;
  private final boolean isManyRight;
  private final boolean dropsName;
  private final ColumnBuilder columns;
  private final int steps;

  VectorMatching(Binary binary, Mode mode, ColumnBuilder columns, int steps) {
    this.binary = binary;
    this.operator = binary.operator();
    this.matching = binary.matching();
    this.isOneToOne = matching.many() == Matching.Many.NONE;
    this.isManyRight = matching.many() == Matching.Many.RIGHT;
    this.dropsName = operator.dropsName(binary.isBool(), mode);
    this.columns = columns;
    this.steps = steps;
  }

  /** Series with the same matching labels. */
  private record Group(Labels labels, List<Column> many, List<Column> ones) {}

  Vector apply(Vector left, Vector right) {
    Vector many = isManyRight ? right : left;
    Vector ones = isManyRight ? left : right;
    MatchingLabels labels = new MatchingLabels(matching);
    Map<Labels, Group> groups = new LinkedHashMap<>();
    many.columns().forEach(each -> group(groups, labels.of(each)).many.add(each));
    ones.columns().forEach(each -> group(groups, labels.of(each)).ones.add(each));
    if (groups.values().stream().anyMatch(each -> each.ones.size() > 1)) {
      requireDistinct(ones, groups, labels, present(many));
    }
    groups.values().forEach(this::match);
    return columns.build();
  }

  private static Group group(Map<Labels, Group> groups, Labels labels) {
    return groups.computeIfAbsent(
        labels, key -> new Group(key, new ArrayList<>(), new ArrayList<>()));
  }

  private boolean[] present(Vector vector) {
    boolean[] present = new boolean[steps];
    for (Column each : vector.columns()) {
      for (int i = 0; i < steps; i++) {
        present[i] |= each.isPresentAt(i);
      }
    }
    return present;
  }

  /** Where anything is to be matched at all, each group has one partner at most. */
  private void requireDistinct(
      Vector ones, Map<Labels, Group> groups, MatchingLabels labels, boolean[] anywhere) {
    List<Group> places = new ArrayList<>();
    ones.columns().forEach(each -> places.add(group(groups, labels.of(each))));
    for (int i = 0; i < steps; i++) {
      Map<Labels, Column> found = new HashMap<>();
      for (int j = 0; j < places.size() && anywhere[i]; j++) {
        Column one = ones.columns().get(j);
        if (places.get(j).ones.size() > 1 && one.isPresentAt(i)) {
          Column before = found.put(places.get(j).labels, one);
          if (before != null) {
            throw duplicates(places.get(j), before, one);
          }
        }
      }
    }
  }

  private PromqlQueryException duplicates(Group group, Column first, Column second) {
    return new PromqlQueryException(
        "found duplicate series for the match group %s on the %s hand-side of the operation: [%s, %s];"
                .formatted(
                    inBraces(group.labels),
                    isManyRight ? "left" : "right",
                    inBraces(second.labels()),
                    inBraces(first.labels()))
            + "many-to-many matching not allowed: matching labels must be unique on one side");
  }

  /** As Go prints labels, the name among the others. */
  private static String inBraces(Labels labels) {
    List<String> pairs = new ArrayList<>();
    labels.forEach((name, value) -> pairs.add(name + "=" + Quotes.quote(value)));
    return "{" + String.join(", ", pairs) + "}";
  }

  private void match(Group group) {
    if (group.many.isEmpty() || group.ones.isEmpty()) {
      return;
    }
    if (group.many.size() == 1 && group.ones.size() == 1) {
      Column many = group.many.get(0);
      Column one = group.ones.get(0);
      double[] values = new double[steps];
      for (int i = 0; i < steps; i++) {
        values[i] = value(many, one, i);
      }
      columns.add(labels(many, one), values, losesName(many));
      return;
    }
    matchStepByStep(group);
  }

  /** Who is whose partner may change from step to step. */
  private void matchStepByStep(Group group) {
    Map<Labels, double[]> results = new LinkedHashMap<>();
    Map<Column, Map<Column, Labels>> known = new HashMap<>();
    boolean[] isTaken = new boolean[steps];
    for (Column many : group.many) {
      for (int i = 0; i < steps; i++) {
        Column one = many.isPresentAt(i) ? partner(group.ones, i) : null;
        double value = one == null ? Column.ABSENT : value(many, one, i);
        if (one != null && Column.isPresent(value)) {
          Labels labels =
              known
                  .computeIfAbsent(many, key -> new HashMap<>())
                  .computeIfAbsent(one, key -> labels(many, key));
          double[] result = results.computeIfAbsent(labels, key -> Column.absent(steps));
          requireFree(isOneToOne ? isTaken[i] : Column.isPresent(result[i]));
          isTaken[i] = true;
          result[i] = value;
        }
      }
    }
    boolean losesName = group.many.stream().anyMatch(this::losesName);
    results.forEach((labels, values) -> columns.add(labels, values, losesName));
  }

  private static @Nullable Column partner(List<Column> ones, int step) {
    for (Column each : ones) {
      if (each.isPresentAt(step)) {
        return each;
      }
    }
    return null;
  }

  private void requireFree(boolean isTaken) {
    if (isTaken) {
      throw new PromqlQueryException(
          isOneToOne
              ? "multiple matches for labels: many-to-one matching must be explicit"
                  + " (group_left/group_right)"
              : "multiple matches for labels: grouping labels must ensure unique matches");
    }
  }

  private double value(Column many, Column one, int step) {
    if (!many.isPresentAt(step) || !one.isPresentAt(step)) {
      return Column.ABSENT;
    }
    double left = (isManyRight ? one : many).values()[step];
    double right = (isManyRight ? many : one).values()[step];
    if (!operator.isComparison() || binary.isBool()) {
      return operator.apply(left, right);
    }
    return operator.holds(left, right) ? left : Column.ABSENT;
  }

  private boolean losesName(Column many) {
    return columns.delaysNames() && (dropsName || many.losesName());
  }

  private Labels labels(Column many, Column one) {
    Labels labels = many.labels();
    if (dropsName && !columns.delaysNames()) {
      labels = labels.withoutName();
    }
    if (isOneToOne) {
      labels =
          matching.isOn() ? labels.keeping(matching.labels()) : labels.without(matching.labels());
    }
    for (String each : matching.included()) {
      labels = labels.with(each, one.labels().get(each));
    }
    return labels;
  }
}
