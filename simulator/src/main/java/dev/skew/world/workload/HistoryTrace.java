package dev.skew.world.workload;

import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;

/** Puts a history into a trace, so that it is hashed, written and shown. */
public final class HistoryTrace implements HistoryObserver {

  private final Trace trace;

  public HistoryTrace(Trace trace) {
    this.trace = trace;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    trace.record(new OperationInvoked(invocation));
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    trace.record(new OperationCompleted(invocation, completion));
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    trace.record(new OperationAnsweredLate(invocation, completion));
  }

  /** A client began an operation. */
  public record OperationInvoked(Invocation invocation) implements TraceEvent {

    @Override
    public String kind() {
      return "operation-invoked";
    }

    @Override
    public void describe(TraceFields fields) {
      describeCaller(fields, invocation);
      fields.put("node", invocation.node().name()).put("critical", invocation.critical());
      invocation.operation().describe(fields);
    }
  }

  /** A client has its answer or gave up. */
  public record OperationCompleted(Invocation invocation, Completion completion)
      implements TraceEvent {

    @Override
    public String kind() {
      return "operation-completed";
    }

    @Override
    public void describe(TraceFields fields) {
      describeCaller(fields, invocation);
      describeAnswer(fields, completion);
    }
  }

  /** An answer reached a client that had given up. */
  public record OperationAnsweredLate(Invocation invocation, Completion completion)
      implements TraceEvent {

    @Override
    public String kind() {
      return "operation-answered-late";
    }

    @Override
    public void describe(TraceFields fields) {
      describeCaller(fields, invocation);
      describeAnswer(fields, completion);
    }
  }

  private static void describeCaller(TraceFields fields, Invocation invocation) {
    fields
        .put("client", invocation.client().name())
        .put("session", invocation.session())
        .put("id", invocation.id());
  }

  private static void describeAnswer(TraceFields fields, Completion completion) {
    fields.put("outcome", completion.outcome().label()).put("values", completion.values().size());
    for (String value : completion.values()) {
      fields.put("value", value);
    }
    fields.put("revision", completion.revision()).put("error", completion.error());
  }
}
