package dev.skew.world.check;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Translates the operations on one key for its {@link KeyLinearizer}, and keeps the last few of
 * them, from which a counterexample is cut.
 */
final class KeyHistory {

  private static final int KEPT = 64;

  final String key;
  private final KeyLinearizer linearizer;
  private final ArrayDeque<Call> recent = new ArrayDeque<>();
  private long events;

  KeyHistory(String key, int budget) {
    this(key, budget, List.of(KeyLinearizer.ABSENT));
  }

  KeyHistory(String key, int budget, Collection<String> initial) {
    this.key = key;
    this.linearizer = new KeyLinearizer(budget, initial);
  }

  Call begin(Invocation invocation) {
    Call call = new Call(invocation, ++events);
    enter(call);
    if (recent.size() == KEPT) {
      recent.remove();
    }
    recent.add(call);
    return call;
  }

  /** Returns false when no order explains the answer. */
  boolean end(Call call, Completion answer) {
    call.endedAt = ++events;
    call.answer = answer;
    OpenWrite write = call.write;
    if (write == null) {
      return endRead(call, answer);
    }
    return switch (answer.outcome()) {
      case OK -> linearizer.completeWrite(write);
      case FAILED -> linearizer.failWrite(write);
      case UNKNOWN -> {
        linearizer.abandonWrite(write);
        yield true;
      }
    };
  }

  /**
   * A server acknowledged a write that its client had given up: it has taken effect by now. Of
   * writes that depend on what they find, and of refusals, no use is made: the search has let go of
   * orders that would have to be told apart.
   */
  boolean endLate(Call call, Completion answer) {
    OpenWrite write = call.write;
    if (write == null || write.closed || write.exchanged || !write.overwrites()) {
      return true;
    }
    if (answer.outcome() != Outcome.OK) {
      return true;
    }
    call.endedAt = ++events;
    call.answer = answer;
    return linearizer.completeWrite(write);
  }

  boolean isUndecided() {
    return linearizer.isExceeded();
  }

  /** The last operations, in the order in which they began. */
  List<Call> recent() {
    return List.copyOf(recent);
  }

  /** What a read found, as the linearizer calls it. */
  static String valueOf(Completion answer) {
    return answer.values().isEmpty() ? KeyLinearizer.ABSENT : answer.values().get(0);
  }

  private boolean endRead(Call call, Completion answer) {
    if (answer.outcome() == Outcome.OK) {
      return linearizer.completeRead(call.readBegunAt, valueOf(answer));
    }
    linearizer.dropRead(call.readBegunAt);
    return true;
  }

  private void enter(Call call) {
    Operation operation = call.invocation.operation();
    if (operation instanceof Operation.Put put) {
      call.write = linearizer.beginWrite(null, put.value());
    } else if (operation instanceof Operation.Delete) {
      call.write = linearizer.beginWrite(null, KeyLinearizer.ABSENT);
    } else if (operation instanceof Operation.CompareAndSet write) {
      String expected = write.expected() == null ? KeyLinearizer.ABSENT : write.expected();
      call.write = linearizer.beginWrite(expected, write.value());
    } else if (operation instanceof Operation.Transaction transaction) {
      call.write = linearizer.beginWrite(null, lastValue(transaction));
    } else {
      call.readBegunAt = linearizer.beginRead();
    }
  }

  /** Of two puts of one key in a transaction the second stays. */
  private String lastValue(Operation.Transaction transaction) {
    List<String> values = new ArrayList<>(1);
    for (Operation.Put put : transaction.puts()) {
      if (put.key().equals(key)) {
        values.add(put.value());
      }
    }
    return values.get(values.size() - 1);
  }
}
