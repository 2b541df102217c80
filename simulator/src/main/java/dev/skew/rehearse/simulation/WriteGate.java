package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.fault.RunbookAct.Scope;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientActor;
import dev.skew.world.workload.ClientPort;
import dev.skew.world.workload.Invocation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The front between clients and what they write to; an operator may close it to writes. */
final class WriteGate {

  /** What a client is told; nothing of the write has happened then. */
  static final String FROZEN = "writes are frozen";

  /** From the client to its front and back. */
  private static final long REFUSAL_NANOS = SimTime.MILLISECOND;

  private final Map<Workload.Target, Scope> frozen = new EnumMap<>(Workload.Target.class);

  void freeze(Workload.Target target, Scope scope) {
    frozen.put(target, scope);
  }

  void resume(Workload.Target target) {
    frozen.remove(target);
  }

  /** Which writes of a target's clients are turned away. */
  Optional<Scope> frozen(Workload.Target target) {
    return Optional.ofNullable(frozen.get(target));
  }

  private boolean turnsAway(Workload.Target target, Invocation invocation) {
    Scope scope = frozen.get(target);
    return scope != null
        && invocation.operation().isWrite()
        && !(scope == Scope.NON_CRITICAL && invocation.critical());
  }

  /**
   * A client's way out through this front.
   *
   * @param out what is behind it
   * @param client who is told of a refusal; asked when there is one
   */
  ClientPort before(
      ClientPort out, Workload.Target target, EventQueue queue, Supplier<EventTarget> client) {
    return new ClientPort() {
      @Override
      public void send(NodeId to, ClientRequest request) {
        out.send(to, request);
      }

      @Override
      public void send(NodeId to, ClientRequest request, Invocation invocation) {
        if (turnsAway(target, invocation)) {
          ClientResponse refusal =
              new ClientResponse(request.id(), Outcome.FAILED, List.of(), "", 0, FROZEN);
          queue.schedule(
              queue.nowNanos() + REFUSAL_NANOS, client.get(), new ClientActor.Deliver(to, refusal));
        } else {
          out.send(to, request, invocation);
        }
      }

      @Override
      public void cancel(NodeId to, long requestId) {
        out.cancel(to, requestId);
      }
    };
  }
}
