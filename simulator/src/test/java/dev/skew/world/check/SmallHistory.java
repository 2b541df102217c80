package dev.skew.world.check;

import dev.skew.kernel.RandomSource;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A short random history of one key, right or wrong, with an oracle that tries every order there
 * is: no search rule of the checker is in it.
 */
final class SmallHistory {

  /** When an operation began and ended on a common scale; never ended at {@code MAX_VALUE}. */
  record Op(
      Operation operation,
      int begun,
      int ended,
      Outcome outcome,
      @Nullable String found,
      int late) {

    boolean mayBeLeftOut() {
      return outcome != Outcome.OK && late == Integer.MAX_VALUE;
    }

    /** After this nothing that it does can happen. */
    int deadline() {
      return outcome == Outcome.OK ? ended : late;
    }

    boolean counts() {
      return operation.isWrite() ? outcome != Outcome.FAILED : outcome == Outcome.OK;
    }
  }

  private static final String[] FEW_VALUES = {"a", "b"};

  final List<Op> ops = new ArrayList<>();
  final int length;

  /**
   * Runs a register with latencies, then lets chance falsify answers now and then.
   *
   * @param mostSessions up to so many operations are under way at once
   */
  SmallHistory(
      RandomSource random, int count, int mostSessions, boolean uniqueValues, double lieShare) {
    int sessions = 1 + random.nextInt(mostSessions);
    int[] free = new int[sessions];
    @Nullable String state = null;
    List<int[]> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int session = random.nextInt(sessions);
      int begun = free[session] + 1 + random.nextInt(4);
      int ended = begun + 1 + random.nextInt(12);
      free[session] = ended;
      spans.add(new int[] {begun, ended, begun + random.nextInt(ended - begun)});
    }
    // Ties would leave open what came first: spread everything over instants of its own.
    List<Integer> byEffect = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byEffect.add(i);
    }
    byEffect.sort((x, y) -> Integer.compare(spans.get(x)[2], spans.get(y)[2]));
    for (int i : byEffect) {
      int begun = spans.get(i)[0] * 64 + i;
      int ended = spans.get(i)[1] * 64 + 32 + i;
      String fresh = uniqueValues ? "v" + i : FEW_VALUES[random.nextInt(2)];
      state = draw(random, state, fresh, new int[] {begun, ended}, lieShare);
    }
    int last = 0;
    for (Op op : ops) {
      last = Math.max(last, Math.max(op.begun, op.ended));
      last = op.late == Integer.MAX_VALUE ? last : Math.max(last, op.late);
    }
    length = last + 1;
  }

  private @Nullable String draw(
      RandomSource random, @Nullable String state, String fresh, int[] span, double lieShare) {
    boolean lie = random.nextBoolean(lieShare);
    boolean unknown = random.nextBoolean(0.2);
    double kind = random.nextDouble();
    if (kind < 0.5) {
      String found = lie ? randomValue(random) : state;
      add(new Operation.Get("k", Consistency.LINEARIZABLE), span, Outcome.OK, found, random);
      return state;
    }
    boolean effective = unknown ? random.nextBoolean(0.5) : !lie;
    Outcome told = unknown ? Outcome.UNKNOWN : Outcome.OK;
    if (kind < 0.75) {
      add(new Operation.Put("k", fresh), span, told, null, random);
      return effective ? fresh : state;
    }
    if (kind < 0.85) {
      add(new Operation.Delete("k"), span, told, null, random);
      return effective ? null : state;
    }
    if (random.nextBoolean(0.2)) {
      add(
          new Operation.CompareAndSet("k", "nothing such", fresh),
          span,
          Outcome.FAILED,
          null,
          random);
      return lie ? fresh : state;
    }
    add(new Operation.CompareAndSet("k", state, fresh), span, told, null, random);
    return effective ? fresh : state;
  }

  private void add(
      Operation operation,
      int[] span,
      Outcome outcome,
      @Nullable String found,
      RandomSource random) {
    boolean overwrites = !(operation instanceof Operation.CompareAndSet);
    boolean answersLate = outcome == Outcome.UNKNOWN && overwrites && random.nextBoolean(0.3);
    ops.add(
        new Op(
            operation,
            span[0],
            span[1],
            outcome,
            found,
            answersLate ? span[1] + 32 * (1 + random.nextInt(20)) * 2 : Integer.MAX_VALUE));
  }

  private @Nullable String randomValue(RandomSource random) {
    List<String> written = new ArrayList<>();
    for (Op op : ops) {
      if (op.operation instanceof Operation.Put put) {
        written.add(put.value());
      } else if (op.operation instanceof Operation.CompareAndSet write) {
        written.add(write.value());
      }
    }
    int pick = random.nextInt(written.size() + 1);
    return pick == written.size() ? null : written.get(pick);
  }

  /** Tries every order. */
  boolean isLinearizable() {
    List<Op> counting = ops.stream().filter(Op::counts).toList();
    return search(counting, 0, null, new HashSet<>());
  }

  private static boolean search(
      List<Op> ops, int placed, @Nullable String state, Set<String> visited) {
    if (!visited.add(placed + "/" + state)) {
      return false;
    }
    int earliestEnd = Integer.MAX_VALUE;
    boolean finished = true;
    for (int i = 0; i < ops.size(); i++) {
      if ((placed >> i & 1) == 0 && !ops.get(i).mayBeLeftOut()) {
        earliestEnd = Math.min(earliestEnd, ops.get(i).deadline());
        finished = false;
      }
    }
    if (finished) {
      return true;
    }
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      if ((placed >> i & 1) == 0
          && op.begun < earliestEnd
          && fits(op, state)
          && search(ops, placed | 1 << i, after(op, state), visited)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Op op, @Nullable String state) {
    if (op.operation instanceof Operation.Get) {
      return Objects.equals(op.found, state);
    }
    if (op.operation instanceof Operation.CompareAndSet write) {
      return Objects.equals(write.expected(), state);
    }
    return true;
  }

  private static @Nullable String after(Op op, @Nullable String state) {
    if (op.operation instanceof Operation.Put put) {
      return put.value();
    }
    if (op.operation instanceof Operation.Delete) {
      return null;
    }
    return op.operation instanceof Operation.CompareAndSet write ? write.value() : state;
  }

  /** Whether the checker found no violation. */
  boolean passes() {
    KeyHistory history = new KeyHistory("k", CheckOptions.DEFAULT_BUDGET);
    Call[] calls = new Call[ops.size()];
    for (int now = 0; now <= length; now++) {
      for (int i = 0; i < calls.length; i++) {
        Op op = ops.get(i);
        if (op.begun == now) {
          calls[i] = history.begin(invocation(i, op));
        } else if (op.ended == now && !history.end(calls[i], answer(op, op.outcome))) {
          return false;
        } else if (op.late == now && !history.endLate(calls[i], answer(op, Outcome.OK))) {
          return false;
        }
      }
    }
    if (history.isUndecided()) {
      throw new AssertionError("undecided: " + this);
    }
    return true;
  }

  private static Invocation invocation(int number, Op op) {
    NodeId client = new NodeId(number, "c" + number);
    return new Invocation(number, client, 0, number, client, op.operation, false, op.begun);
  }

  private static Completion answer(Op op, Outcome outcome) {
    List<String> values = op.found == null ? List.of() : List.of(op.found);
    return new Completion(op.ended, outcome, values, 0, "");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    ops.stream()
        .sorted((x, y) -> Integer.compare(x.begun, y.begun))
        .forEach(op -> text.append("\n  ").append(op));
    return text.toString();
  }
}
