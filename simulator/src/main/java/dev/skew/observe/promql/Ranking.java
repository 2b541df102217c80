package dev.skew.observe.promql;

import dev.skew.observe.promql.Aggregation.Group;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The series of a group with the greatest or the least values, chosen at each step anew. Which of
 * equal ones are chosen is seen by users, so that the heap is that of Go's {@code container/heap}.
 */
final class Ranking {

  private final double[] counts;
  private final int sign;

  Ranking(AggregateOperator operator, double[] counts, Mode mode) {
    this.sign = operator == AggregateOperator.TOPK ? 1 : -1;
    this.counts = counts;
    for (double each : counts) {
      requireCount(each, mode);
    }
  }

  private static void requireCount(double count, Mode mode) {
    if (mode == Mode.V3 && Double.isNaN(count)) {
      throw new PromqlQueryException("Parameter value is NaN");
    }
    if (!(Math.abs(count) <= Long.MAX_VALUE)) {
      throw new PromqlQueryException(
          "Scalar value %s overflows int64".formatted(Numbers.formatShort(count)));
    }
  }

  void addTo(ColumnBuilder columns, Collection<Group> groups) {
    for (Group group : groups) {
      List<double[]> chosen = new ArrayList<>();
      group.members().forEach(each -> chosen.add(Column.absent(counts.length)));
      Heap heap = new Heap(group.members());
      for (int i = 0; i < counts.length; i++) {
        choose(heap, i, chosen);
      }
      add(columns, group.members(), chosen, heap);
    }
  }

  private void choose(Heap heap, int step, List<double[]> chosen) {
    long count = (long) counts[step];
    heap.clear(step);
    for (int i = 0; i < heap.members.size() && count >= 1; i++) {
      if (heap.members.get(i).isPresentAt(step)) {
        heap.offer(i, count);
      }
    }
    for (int i = 0; i < heap.size; i++) {
      chosen.get(heap.places[i])[step] = heap.value(i);
    }
  }

  /** In the order of the values, where there is one step; which is what instant queries show. */
  private void add(ColumnBuilder columns, List<Column> members, List<double[]> chosen, Heap heap) {
    if (counts.length == 1) {
      heap.sort();
    }
    for (int i = 0; i < (counts.length == 1 ? heap.size : members.size()); i++) {
      int place = counts.length == 1 ? heap.places[i] : i;
      Column member = members.get(place);
      columns.add(member.labels(), chosen.get(place), member.losesName());
    }
  }

  /** Members by their values at a step, the one that goes first at the root. */
  private final class Heap {

    private final List<Column> members;
    private final int[] places;
    private int step;
    private int size;

    Heap(List<Column> members) {
      this.members = members;
      this.places = new int[members.size()];
    }

    void clear(int newStep) {
      step = newStep;
      size = 0;
    }

    double value(int index) {
      return members.get(places[index]).values()[step];
    }

    void offer(int member, long count) {
      if (size < count) {
        places[size++] = member;
        rise(size - 1);
      } else if (goesBefore(value(0), members.get(member).values()[step])) {
        places[0] = member;
        sink();
      }
    }

    /** A NaN goes before all else, and not before another. */
    private boolean goesBefore(double one, double other) {
      return Double.isNaN(one) ? !Double.isNaN(other) : sign * one < sign * other;
    }

    private boolean isLess(int one, int other) {
      return Double.isNaN(value(one)) || sign * value(one) < sign * value(other);
    }

    private void rise(int from) {
      int child = from;
      while (child > 0 && isLess(child, (child - 1) / 2)) {
        swap(child, (child - 1) / 2);
        child = (child - 1) / 2;
      }
    }

    private void sink() {
      int parent = 0;
      while (2 * parent + 1 < size) {
        int child = 2 * parent + 1;
        if (child + 1 < size && isLess(child + 1, child)) {
          child++;
        }
        if (!isLess(child, parent)) {
          return;
        }
        swap(child, parent);
        parent = child;
      }
    }

    /** Insertion, which keeps the order of equals, as Go does it with few. */
    void sort() {
      for (int i = 1; i < size; i++) {
        for (int j = i; j > 0 && isLess(j - 1, j); j--) {
          swap(j, j - 1);
        }
      }
    }

    private void swap(int one, int other) {
      int place = places[one];
      places[one] = places[other];
      places[other] = place;
    }
  }
}
