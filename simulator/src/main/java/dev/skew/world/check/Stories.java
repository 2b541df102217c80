package dev.skew.world.check;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How evidence is worded: one operation a line, with its times. */
final class Stories {

  private Stories() {}

  static String time(long nanos) {
    return new SimTime(nanos).toString();
  }

  /** From when to when something lasted. */
  static String span(long fromNanos, long toNanos) {
    return time(fromNanos) + " .. " + (toNanos == KnownWrite.NEVER ? "?" : time(toNanos));
  }

  static String session(Invocation invocation) {
    return invocation.client().name() + "/" + invocation.session();
  }

  /** What a read found. */
  static String found(List<String> values) {
    return values.isEmpty() ? "nothing" : String.join(" | ", values);
  }

  /** An operation and what became of it; without an answer as yet when {@code answer} is null. */
  static String line(Invocation invocation, @Nullable Completion answer) {
    long endNanos =
        answer == null || answer.outcome() == Outcome.UNKNOWN ? KnownWrite.NEVER : answer.atNanos();
    return span(invocation.invokedNanos(), endNanos)
        + " "
        + session(invocation)
        + " "
        + deed(invocation.operation())
        + " -> "
        + result(invocation.operation(), answer);
  }

  private static String result(Operation operation, @Nullable Completion answer) {
    if (answer == null) {
      return "under way";
    }
    if (answer.outcome() == Outcome.OK && !operation.isWrite()) {
      return found(answer.values());
    }
    return answer.outcome().label();
  }

  private static String deed(Operation operation) {
    if (operation instanceof Operation.Get get) {
      return "read " + get.key();
    }
    if (operation instanceof Operation.Put put) {
      return "wrote " + put.key() + " = " + put.value();
    }
    if (operation instanceof Operation.Delete delete) {
      return "deleted " + delete.key();
    }
    if (operation instanceof Operation.CompareAndSet write) {
      String expected = write.expected() == null ? "nothing" : write.expected();
      return "changed " + write.key() + " from " + expected + " to " + write.value();
    }
    if (operation instanceof Operation.Transaction transaction) {
      List<String> puts = new ArrayList<>();
      for (Operation.Put put : transaction.puts()) {
        puts.add(put.key() + " = " + put.value());
      }
      return "wrote " + String.join(" and ", puts);
    }
    throw new AssertionError("unknown operation " + operation);
  }
}
