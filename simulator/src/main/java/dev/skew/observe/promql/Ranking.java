package dev.skew.observe.promql;

import dev.skew.observe.promql.Aggregation.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The series of a group with the greatest or the least values, chosen at each step anew. */
final class Ranking {

  private final double[] counts;
  private final int sign;

  Ranking(AggregateOperator operator, double[] counts) {
    this.sign = operator == AggregateOperator.TOPK ? -1 : 1;
    this.counts = counts;
    for (double each : counts) {
      requireCount(each);
    }
  }

  private static void requireCount(double count) {
    if (Double.isNaN(count)) {
      throw new PromqlQueryException("Parameter value is NaN");
    }
    if (Math.abs(count) > Long.MAX_VALUE) {
      throw new PromqlQueryException(
          "Scalar value %s overflows int64".formatted(Numbers.format(count)));
    }
  }

  void addTo(ColumnBuilder columns, Collection<Group> groups) {
    for (Group group : groups) {
      List<double[]> chosen = new ArrayList<>();
      group.members().forEach(each -> chosen.add(Column.absent(counts.length)));
      List<Integer> order = List.of();
      for (int i = 0; i < counts.length; i++) {
        order = choose(group.members(), i, chosen);
      }
      addInOrder(columns, group.members(), chosen, order);
    }
  }

  /** In the order of the values, where there is one step; which is what instant queries show. */
  private void addInOrder(
      ColumnBuilder columns, List<Column> members, List<double[]> chosen, List<Integer> order) {
    List<Integer> places = new ArrayList<>(counts.length == 1 ? order : List.of());
    for (int i = 0; i < members.size() && counts.length > 1; i++) {
      places.add(i);
    }
    for (int place : places) {
      Column member = members.get(place);
      columns.add(member.labels(), chosen.get(place), member.losesName());
    }
  }

  private List<Integer> choose(List<Column> members, int step, List<double[]> chosen) {
    long count = (long) counts[step];
    if (count < 1) {
      return List.of();
    }
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).isPresentAt(step)) {
        present.add(i);
      }
    }
    present.sort(
        Comparator.comparing((Integer i) -> Double.isNaN(members.get(i).values()[step]))
            .thenComparingDouble(i -> sign * members.get(i).values()[step]));
    List<Integer> first = present.subList(0, (int) Math.min(count, present.size()));
    for (int place : first) {
      chosen.get(place)[step] = members.get(place).values()[step];
    }
    return first;
  }
}
