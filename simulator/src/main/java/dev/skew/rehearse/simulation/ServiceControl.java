package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ServiceFault;
import dev.skew.world.service.Backoff;
import dev.skew.world.service.CircuitBreaker;
import dev.skew.world.service.EdgeSettings;
import dev.skew.world.service.LoadShedding;
import dev.skew.world.service.ReadCache;
import dev.skew.world.service.RetryBudget;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.service.ServiceSettings;
import dev.skew.world.service.Status;
import dev.skew.world.service.Trouble;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The control plane: what faults and operators make of a call graph. Each of them is a change of
 * one value into another, so that whatever ends leaves nothing behind.
 */
final class ServiceControl implements ServiceFault.Handler<ServiceGraph> {

  private ServiceGraph graph;

  private ServiceControl(ServiceGraph graph) {
    this.graph = graph;
  }

  /**
   * A graph with everything done to it that is in force.
   *
   * @param graph as the scenario has it
   * @param inForce in the order of injection
   */
  static ServiceGraph apply(ServiceGraph graph, List<ServiceFault> inForce) {
    ServiceControl control = new ServiceControl(graph);
    for (ServiceFault each : inForce) {
      control.graph = each.acceptService(control);
    }
    return control.graph;
  }

  private ServiceGraph onServices(String name, UnaryOperator<ServiceSettings> change) {
    ServiceGraph changed = graph;
    for (ServiceSettings service : graph.services()) {
      if (name.isEmpty() || service.name().equals(name)) {
        changed = changed.withService(service.name(), change);
      }
    }
    return changed;
  }

  private ServiceGraph onEdges(String name, UnaryOperator<EdgeSettings> change) {
    ServiceGraph changed = graph;
    for (EdgeSettings edge : graph.edges()) {
      if (name.isEmpty() || edge.name().toString().equals(name)) {
        changed = changed.withEdge(edge.name(), change);
      }
    }
    return changed;
  }

  @Override
  public ServiceGraph onSlow(ServiceFault.Slow fault) {
    return onServices(
        fault.service(),
        service -> {
          Trouble had = service.trouble();
          return service.withTrouble(
              new Trouble(
                  had.slowness() * fault.factor(),
                  had.failShare(),
                  had.failsAs(),
                  had.extraPerSecond()));
        });
  }

  @Override
  public ServiceGraph onFail(ServiceFault.Fail fault) {
    Status as = fault.as() == ServiceFault.FailureKind.INVALID ? Status.INVALID : Status.ERROR;
    return onServices(
        fault.service(),
        service -> {
          Trouble had = service.trouble();
          return service.withTrouble(
              new Trouble(had.slowness(), fault.share(), as, had.extraPerSecond()));
        });
  }

  @Override
  public ServiceGraph onOverload(ServiceFault.Overload fault) {
    return onServices(
        fault.service(),
        service -> {
          Trouble had = service.trouble();
          return service.withTrouble(
              new Trouble(
                  had.slowness(),
                  had.failShare(),
                  had.failsAs(),
                  had.extraPerSecond() + fault.perSecond()));
        });
  }

  @Override
  public ServiceGraph onBreaker(ServiceFault.Breaker act) {
    CircuitBreaker.Mode mode =
        switch (act.state()) {
          case OPEN -> CircuitBreaker.Mode.FORCED_OPEN;
          case CLOSED -> CircuitBreaker.Mode.DISABLED;
          case AUTO -> CircuitBreaker.Mode.AUTO;
        };
    return onEdges(act.edge(), edge -> edge.withBreaker(edge.breaker().withMode(mode)));
  }

  @Override
  public ServiceGraph onRetries(ServiceFault.Retries act) {
    return onEdges(
        act.edge(),
        edge -> {
          Backoff had = edge.retry();
          return edge.withRetry(
              new Backoff(act.count(), had.baseNanos(), had.capNanos(), had.jitter()));
        });
  }

  @Override
  public ServiceGraph onBudget(ServiceFault.Budget act) {
    return onEdges(
        act.edge(),
        edge ->
            edge.withBudget(
                new RetryBudget.Settings(
                    true, act.share(), act.minPerSecond(), edge.budget().ttlNanos())));
  }

  @Override
  public ServiceGraph onTimeout(ServiceFault.Timeout act) {
    return onEdges(act.edge(), edge -> edge.withTimeout(act.to().toNanos()));
  }

  @Override
  public ServiceGraph onPatience(ServiceFault.Patience act) {
    return onEdges(
        act.edge(), edge -> edge.withTimeout((long) (edge.timeoutNanos() * act.factor())));
  }

  /** An edge leads to a later service of the graph, so that the last one's callers come first. */
  @Override
  public ServiceGraph onTimeoutBudget(ServiceFault.TimeoutBudget act) {
    ServiceGraph changed = graph;
    List<ServiceSettings> services = graph.services();
    for (int i = services.size() - 1; i >= 0; i--) {
      String callee = services.get(i).name();
      long below = changed.edgesFrom(callee).stream().mapToLong(EdgeSettings::timeoutNanos).sum();
      for (EdgeSettings edge : changed.edges()) {
        boolean meant = act.edge().isEmpty() || edge.name().toString().equals(act.edge());
        if (meant && below > 0 && edge.name().to().equals(callee)) {
          long total = (long) (below * (1 + act.margin()));
          changed = changed.withEdge(edge.name(), each -> each.withTimeout(total));
        }
      }
    }
    return changed;
  }

  @Override
  public ServiceGraph onDeadlines(ServiceFault.Deadlines act) {
    return graph.withPropagation(
        new ServiceGraph.Propagation(
            act.state() == ServiceFault.Switch.ON, graph.propagation().cancellation()));
  }

  @Override
  public ServiceGraph onShed(ServiceFault.Shed act) {
    LoadShedding.Policy policy =
        switch (act.by()) {
          case NONE -> LoadShedding.Policy.NONE;
          case QUEUE_LENGTH -> LoadShedding.Policy.QUEUE_LENGTH;
          case CODEL -> LoadShedding.Policy.CODEL;
          case NON_CRITICAL -> LoadShedding.Policy.NON_CRITICAL;
        };
    return onServices(
        act.service(),
        service ->
            service.withShedding(
                new LoadShedding(
                    policy,
                    act.limit(),
                    service.shedding().targetNanos(),
                    service.shedding().intervalNanos())));
  }

  @Override
  public ServiceGraph onAdmit(ServiceFault.Admit act) {
    return graph.withAdmitted(act.share());
  }

  @Override
  public ServiceGraph onCache(ServiceFault.Cache act) {
    ReadCache.Mode mode =
        switch (act.mode()) {
          case OFF -> ReadCache.Mode.OFF;
          case ON -> ReadCache.Mode.READ_THROUGH;
          case STALE -> ReadCache.Mode.SERVE_STALE;
        };
    return onEdges(
        act.edge(),
        edge ->
            edge.withCache(
                new ReadCache.Settings(
                    mode,
                    edge.cache().ttlNanos(),
                    edge.cache().capacity(),
                    act.onError() == ServiceFault.OnError.DELETE)));
  }

  @Override
  public ServiceGraph onIdempotency(ServiceFault.Idempotency act) {
    return onServices(
        act.service(), service -> service.withIdempotency(act.state() == ServiceFault.Switch.ON));
  }
}
