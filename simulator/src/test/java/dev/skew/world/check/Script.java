package dev.skew.world.check;

import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.History;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history written by hand: who began what, and what they were told, a millisecond a line. */
final class Script {

  static final long STEP_NANOS = 1_000_000;

  private final History history = new History(0);
  private final List<Violation> violations = new ArrayList<>();
  private final CheckSuite suite;
  private long nowNanos;

  Script(CheckOptions options) {
    this.suite = new CheckSuite(options, violations::add);
    history.observe(suite);
  }

  static Script ofConsensus() {
    return new Script(CheckOptions.forConsensus());
  }

  static Script ofStore() {
    return new Script(CheckOptions.forQuorumStore());
  }

  CheckSuite suite() {
    return suite;
  }

  long nowNanos() {
    return nowNanos;
  }

  Script sleep(long nanos) {
    nowNanos += nanos;
    return this;
  }

  Invocation begin(String session, Operation operation) {
    nowNanos += STEP_NANOS;
    NodeId client = new NodeId(session.charAt(0), session.substring(0, 1));
    int number = session.length() > 1 ? session.charAt(1) - '0' : 0;
    NodeId node = new NodeId(0, "n0");
    long id = history.nextId();
    Invocation invocation =
        new Invocation(id, client, number, id, node, operation, false, nowNanos);
    history.invoked(invocation);
    return invocation;
  }

  void end(Invocation invocation, Outcome outcome, String... values) {
    nowNanos += STEP_NANOS;
    history.completed(invocation, new Completion(nowNanos, outcome, List.of(values), 0, ""));
  }

  void endLate(Invocation invocation, Outcome outcome) {
    nowNanos += STEP_NANOS;
    history.answeredLate(invocation, new Completion(nowNanos, outcome, List.of(), 0, ""));
  }

  Invocation beginPut(String session, String key, String value) {
    return begin(session, new Operation.Put(key, value));
  }

  Invocation beginGet(String session, String key) {
    return begin(session, new Operation.Get(key, Consistency.LINEARIZABLE));
  }

  Script put(String session, String key, String value) {
    end(beginPut(session, key, value), Outcome.OK);
    return this;
  }

  Script delete(String session, String key) {
    end(begin(session, new Operation.Delete(key)), Outcome.OK);
    return this;
  }

  Script cas(String session, String key, @Nullable String expected, String value, Outcome told) {
    end(begin(session, new Operation.CompareAndSet(key, expected, value)), told);
    return this;
  }

  Script get(String session, String key, String... values) {
    end(beginGet(session, key), Outcome.OK, values);
    return this;
  }

  Script getStale(String session, String key, String... values) {
    end(begin(session, new Operation.Get(key, Consistency.SERIALIZABLE)), Outcome.OK, values);
    return this;
  }

  /** Ends the run a minute later. */
  Script finish(StoreView store) {
    nowNanos += 60_000_000_000L;
    suite.finish(nowNanos, store);
    return this;
  }

  List<Violation> violations() {
    return violations;
  }

  /** Names of the promises that were broken, in the order in which that became certain. */
  List<String> broken() {
    return violations.stream().map(Violation::invariant).distinct().toList();
  }

  CheckReport report(CheckKind kind) {
    return suite.reports().stream()
        .filter(report -> report.checker().equals(kind.label()))
        .findFirst()
        .orElseThrow();
  }
}
