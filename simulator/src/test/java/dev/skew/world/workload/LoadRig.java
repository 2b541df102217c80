package dev.skew.world.workload;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A client driver on timers of its own, before a store that does what a test tells it to. */
final class LoadRig implements HistoryObserver {

  /** What the store does with a request. */
  interface Store {

    /** Answers after a while, or never when null. */
    @Nullable Reply answer(ClientRequest request);
  }

  record Reply(long afterNanos, Outcome outcome, List<String> values, String context) {

    Reply(long afterNanos, Outcome outcome, List<String> values) {
      this(afterNanos, outcome, values, "");
    }

    static Reply ok(long afterNanos, String... values) {
      return new Reply(afterNanos, Outcome.OK, List.of(values));
    }
  }

  private record Due(long atNanos, long order, Runnable action) {}

  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000_000_000L;

  final List<Invocation> invocations = new ArrayList<>();
  final List<History.Entry> completions = new ArrayList<>();
  final List<History.Entry> late = new ArrayList<>();
  int mostUnderWay;

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(
          (x, y) ->
              x.atNanos == y.atNanos
                  ? Long.compare(x.order, y.order)
                  : Long.compare(x.atNanos, y.atNanos));
  private final List<Long> cancelled = new ArrayList<>();
  private final Timers timers = new Timers();
  private final Store store;
  private ClientDriver driver;
  private long nowNanos;
  private long order;
  private int underWay;

  LoadRig(WorkloadProfile profile, Store store) {
    this.store = store;
    History history = new History(100);
    history.observe(this);
    NodeId node = new NodeId(0, "n0");
    this.driver =
        new ClientDriver(
            new ClientSetup(
                new NodeId(9, "c"),
                profile,
                new Seed(42),
                new EventQueue(),
                history,
                (to, request) -> send(request),
                Endpoints.of(List.of(node))),
            timers);
  }

  static WorkloadProfile profile(Arrival arrival, OperationMix mix, RequestPolicy requests) {
    KeySpace keys = new KeySpace("k", 10, new KeySkew.Uniform());
    return new WorkloadProfile(
        "load", arrival, keys, mix, SessionContext.OF_KEY, new TargetPolicy.RoundRobin(), requests);
  }

  static OperationMix halfReads() {
    return OperationMix.readsAndWrites(Consistency.LINEARIZABLE, 0.5);
  }

  ClientDriver driver() {
    return driver;
  }

  long nowNanos() {
    return nowNanos;
  }

  void runFor(long nanos) {
    long end = nowNanos + nanos;
    while (!queue.isEmpty() && queue.peek().atNanos <= end) {
      Due due = queue.remove();
      nowNanos = due.atNanos;
      if (!cancelled.remove(due.order)) {
        due.action.run();
      }
    }
    nowNanos = end;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    invocations.add(invocation);
    mostUnderWay = Math.max(mostUnderWay, ++underWay);
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    completions.add(new History.Entry(invocation, completion));
    underWay--;
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    late.add(new History.Entry(invocation, completion));
  }

  private void send(ClientRequest request) {
    Reply reply = store.answer(request);
    if (reply != null) {
      ClientResponse response =
          new ClientResponse(request.id(), reply.outcome, reply.values, reply.context, 0, "");
      schedule(nowNanos + reply.afterNanos, () -> driver.onResponse(response));
    }
  }

  private long schedule(long atNanos, Runnable action) {
    queue.add(new Due(atNanos, ++order, action));
    return order;
  }

  private final class Timers implements ClientTimers {

    @Override
    public long nowNanos() {
      return nowNanos;
    }

    @Override
    public long beginAt(long dueNanos, int session) {
      return schedule(dueNanos, () -> driver.onBegin(session));
    }

    @Override
    public long giveUpAt(long dueNanos, long requestId) {
      return schedule(dueNanos, () -> driver.onGiveUp(requestId));
    }

    @Override
    public long retryAt(long dueNanos, PendingOperation operation) {
      return schedule(dueNanos, () -> driver.onRetry(operation));
    }

    @Override
    public void cancel(long handle) {
      cancelled.add(handle);
    }
  }
}
