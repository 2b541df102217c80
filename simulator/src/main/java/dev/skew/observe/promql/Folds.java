package dev.skew.observe.promql;

import java.util.List;

/** Aggregations that take the values of a group one after the other. */
final class Folds {

  private Folds() {}

  /** One value for each step, absent where no member is present. */
  static double[] fold(AggregateOperator operator, List<Column> members, int steps, Mode mode) {
    return switch (operator) {
      case SUM -> mode == Mode.V2 ? naiveSums(members, steps) : sums(members, steps);
      case AVG -> means(members, steps, mode);
      case COUNT -> counts(members, steps);
      case MIN -> extremes(members, steps, -1);
      case MAX -> extremes(members, steps, 1);
      case GROUP -> present(members, steps);
      case STDVAR -> variances(members, steps, mode);
      case STDDEV -> roots(variances(members, steps, mode));
      default -> throw new IllegalArgumentException(operator.symbol() + " is no fold");
    };
  }

  private static double[] naiveSums(List<Column> members, int steps) {
    double[] sums = Column.absent(steps);
    for (Column each : members) {
      double[] values = each.values();
      for (int i = 0; i < steps; i++) {
        if (Column.isPresent(values[i])) {
          sums[i] = Column.isAbsent(sums[i]) ? values[i] : sums[i] + values[i];
        }
      }
    }
    return sums;
  }

  /** As {@link KahanSum}, over columns. */
  private static double[] sums(List<Column> members, int steps) {
    double[] sums = Column.absent(steps);
    double[] lost = new double[steps];
    for (Column each : members) {
      double[] values = each.values();
      for (int i = 0; i < steps; i++) {
        double value = values[i];
        double sum = sums[i];
        if (Column.isAbsent(value)) {
          continue;
        }
        double total = Column.isAbsent(sum) ? value : sum + value;
        if (Double.isInfinite(total)) {
          lost[i] = 0;
        } else if (Column.isPresent(sum)) {
          lost[i] += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        }
        sums[i] = total;
      }
    }
    for (int i = 0; i < steps; i++) {
      sums[i] = Column.isAbsent(sums[i]) ? sums[i] : sums[i] + lost[i];
    }
    return sums;
  }

  private static double[] means(List<Column> members, int steps, Mode mode) {
    double[] means = Column.absent(steps);
    for (int i = 0; i < steps; i++) {
      Means.Mean mean = null;
      for (Column each : members) {
        if (each.isPresentAt(i)) {
          if (mean == null) {
            mean = mode == Mode.V2 ? new Means.Stepwise(false) : new Means.SumThenStepwise();
          }
          mean.add(each.values()[i]);
        }
      }
      means[i] = mean == null ? Column.ABSENT : mean.mean();
    }
    return means;
  }

  private static double[] counts(List<Column> members, int steps) {
    double[] counts = Column.absent(steps);
    for (Column each : members) {
      for (int i = 0; i < steps; i++) {
        if (each.isPresentAt(i)) {
          counts[i] = Column.isAbsent(counts[i]) ? 1 : counts[i] + 1;
        }
      }
    }
    return counts;
  }

  private static double[] present(List<Column> members, int steps) {
    double[] present = counts(members, steps);
    for (int i = 0; i < steps; i++) {
      present[i] = Column.isAbsent(present[i]) ? present[i] : 1;
    }
    return present;
  }

  /** NaN only where there is nothing else. */
  private static double[] extremes(List<Column> members, int steps, int sign) {
    double[] extremes = Column.absent(steps);
    for (Column each : members) {
      double[] values = each.values();
      for (int i = 0; i < steps; i++) {
        boolean isBeyond = sign * values[i] > sign * extremes[i] || Double.isNaN(extremes[i]);
        if (Column.isPresent(values[i]) && isBeyond) {
          extremes[i] = values[i];
        }
      }
    }
    return extremes;
  }

  /** Welford's. Prometheus 2.42 takes a first value that is infinite for no deviation. */
  private static double[] variances(List<Column> members, int steps, Mode mode) {
    double[] variances = Column.absent(steps);
    for (int i = 0; i < steps; i++) {
      double count = 0;
      double mean = 0;
      double squares = 0;
      for (Column each : members) {
        if (each.isPresentAt(i)) {
          double value = each.values()[i];
          count++;
          if (count == 1) {
            mean = value;
            boolean isFinite = !Double.isNaN(value) && !Double.isInfinite(value);
            squares = isFinite || mode == Mode.V2 ? 0 : Double.NaN;
          } else {
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
          }
        }
      }
      variances[i] = count == 0 ? Column.ABSENT : squares / count;
    }
    return variances;
  }

  private static double[] roots(double[] variances) {
    for (int i = 0; i < variances.length; i++) {
      variances[i] = Column.isAbsent(variances[i]) ? variances[i] : Math.sqrt(variances[i]);
    }
    return variances;
  }
}
