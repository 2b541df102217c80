package dev.skew.rehearse.simulation;

import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.Arrays;
import java.util.function.Predicate;

/** Measures of what clients asked and were told. */
final class OperationMeters {

  private static final double NANOS = 1e-9;

  private OperationMeters() {}

  /** What of an operation's end a meter is interested in. */
  @FunctionalInterface
  interface Choice {
    boolean test(Invocation invocation, Completion completion);
  }

  static boolean isWrite(Invocation invocation) {
    return invocation.operation().isWrite();
  }

  static boolean isSerializableRead(Invocation invocation) {
    return invocation.operation() instanceof Operation.Get get
        && (get.consistency() == Consistency.SERIALIZABLE || get.consistency() == Consistency.ONE);
  }

  /** Operations asked. */
  static Meter asked() {
    return new Meter() {
      private long count;

      @Override
      public void onInvoked(Invocation invocation) {
        count++;
      }

      @Override
      public double value(long atNanos) {
        return count;
      }
    };
  }

  /** Operations that ended in a way. */
  static Meter ended(Choice choice) {
    return new Meter() {
      private long count;

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (choice.test(invocation, completion)) {
          count++;
        }
      }

      @Override
      public double value(long atNanos) {
        return count;
      }
    };
  }

  /** The share of the chosen operations that succeeded; 1 when there was none. */
  static Meter availability(Choice choice) {
    return new Meter() {
      private long all;
      private long good;

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (choice.test(invocation, completion)) {
          all++;
          good += isAnswered(invocation, completion) ? 1 : 0;
        }
      }

      @Override
      public double value(long atNanos) {
        return all == 0 ? 1 : (double) good / all;
      }
    };
  }

  /** A comparison that did not hold was answered: the service was there. */
  static boolean isAnswered(Invocation invocation, Completion completion) {
    return completion.outcome() == Outcome.OK || isComparison(invocation, completion);
  }

  private static boolean isComparison(Invocation invocation, Completion completion) {
    return invocation.operation() instanceof Operation.CompareAndSet
        && completion.outcome() == Outcome.FAILED
        && completion.error().startsWith("compare");
  }

  /**
   * The longest time within the span without an acknowledged write, in seconds: from one to the
   * next, and from the last to the last that was asked.
   */
  static Meter longestWriteGap() {
    return new Meter() {
      private long beganNanos;
      private long lastNanos = -1;
      private long lastAskedNanos;
      private long longestNanos;

      @Override
      public void begin(long atNanos) {
        beganNanos = atNanos;
      }

      @Override
      public void onInvoked(Invocation invocation) {
        if (isWrite(invocation)) {
          lastAskedNanos = invocation.invokedNanos();
          lastNanos = lastNanos < 0 ? lastAskedNanos : lastNanos;
        }
      }

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (isWrite(invocation) && completion.outcome() == Outcome.OK) {
          // One that was asked before the span held writes up since the span began.
          long sinceNanos = lastNanos < 0 ? beganNanos : lastNanos;
          longestNanos = Math.max(longestNanos, completion.atNanos() - sinceNanos);
          lastNanos = completion.atNanos();
        }
      }

      @Override
      public double value(long atNanos) {
        return Math.max(longestNanos, lastAskedNanos - lastNanos) * NANOS;
      }
    };
  }

  /** A quantile of the latency of chosen operations that succeeded, in seconds; nearest rank. */
  static Meter latency(Predicate<Invocation> choice, double quantile) {
    return new Meter() {
      private final Quantiles quantiles = new Quantiles();

      @Override
      public void onCompleted(Invocation invocation, Completion completion) {
        if (completion.outcome() == Outcome.OK && choice.test(invocation)) {
          quantiles.add(completion.atNanos() - invocation.invokedNanos());
        }
      }

      @Override
      public double value(long atNanos) {
        return quantiles.at(quantile) * NANOS;
      }
    };
  }

  /** Values, kept to be ranked. */
  static final class Quantiles {

    private long[] values = new long[256];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = value;
    }

    int count() {
      return count;
    }

    /** The nearest rank, 0 when there is no value. */
    double at(double quantile) {
      if (count == 0) {
        return 0;
      }
      int rank = (int) Math.ceil(quantile * count);
      return select(Arrays.copyOf(values, count), Math.max(0, rank - 1));
    }

    /** The value that would stand at a place if all were sorted (Hoare's FIND, 1961). */
    private static long select(long[] among, int place) {
      int low = 0;
      int high = among.length - 1;
      while (low < high) {
        long pivot = among[(low + high) >>> 1];
        int i = low;
        int j = high;
        while (i <= j) {
          while (among[i] < pivot) {
            i++;
          }
          while (among[j] > pivot) {
            j--;
          }
          if (i <= j) {
            long moved = among[i];
            among[i++] = among[j];
            among[j--] = moved;
          }
        }
        if (place <= j) {
          high = j;
        } else if (place >= i) {
          low = i;
        } else {
          return among[place];
        }
      }
      return among[place];
    }
  }
}
