package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.CallGraph;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.world.service.Backoff;
import dev.skew.world.service.CircuitBreaker;
import dev.skew.world.service.EdgeName;
import dev.skew.world.service.EdgeSettings;
import dev.skew.world.service.LatencyClock;
import dev.skew.world.service.LoadShedding;
import dev.skew.world.service.ReadCache;
import dev.skew.world.service.RetryBudget;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.service.ServiceSettings;
import dev.skew.world.service.Trouble;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A scenario's words for services, as their instances take them. */
final class ServicePlan {

  private ServicePlan() {}

  /** The graph of a scenario whose topology has instances of services. */
  static ServiceGraph graph(Scenario scenario) {
    CallGraph graph = scenario.machinery().services();
    Map<String, List<NodeId>> instances = new LinkedHashMap<>();
    graph.serviceNames().forEach(name -> instances.put(name, new ArrayList<>()));
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.SERVICE)) {
      String name = node.id().name();
      String service = name.substring(0, name.lastIndexOf('-'));
      instances.computeIfAbsent(service, absent -> new ArrayList<>()).add(node.id());
    }
    return new ServiceGraph(
        graph.services().stream().map(ServicePlan::service).toList(),
        graph.edges().stream().map(ServicePlan::edge).toList(),
        instances,
        new ServiceGraph.Propagation(graph.deadlines(), graph.cancellation()),
        1,
        Set.of());
  }

  private static ServiceSettings service(CallGraph.Service service) {
    return new ServiceSettings(
        service.name(),
        service.concurrency(),
        service.queue(),
        LinkProfiles.latency(service.work()),
        new LoadShedding(
            policy(service.shed().by()),
            service.shed().limit(),
            service.shed().target().toNanos(),
            service.shed().interval().toNanos()),
        service.stateful(),
        service.idempotency(),
        switch (service.measuresLatencyWith()) {
          case NOTHING -> LatencyClock.NONE;
          case WALL_CLOCK -> LatencyClock.WALL;
          case MONOTONIC -> LatencyClock.MONOTONIC;
        },
        Trouble.NONE);
  }

  private static LoadShedding.Policy policy(CallGraph.ShedPolicy policy) {
    return switch (policy) {
      case NONE -> LoadShedding.Policy.NONE;
      case QUEUE_LENGTH -> LoadShedding.Policy.QUEUE_LENGTH;
      case CODEL -> LoadShedding.Policy.CODEL;
      case NON_CRITICAL -> LoadShedding.Policy.NON_CRITICAL;
    };
  }

  private static EdgeSettings edge(CallGraph.Call call) {
    CallGraph.Retry retry = call.retry();
    CallGraph.Budget budget = call.budget();
    return new EdgeSettings(
        new EdgeName(call.from(), call.to()),
        call.share(),
        call.optional(),
        call.timeout().toNanos(),
        call.concurrency(),
        new Backoff(
            retry.attempts(), retry.base().toNanos(), retry.cap().toNanos(), retry.jitter()),
        new RetryBudget.Settings(
            budget.enabled(), budget.share(), budget.minPerSecond(), budget.ttl().toNanos()),
        breaker(call.breaker()),
        cache(call.cache()));
  }

  private static CircuitBreaker.Settings breaker(CallGraph.Breaker breaker) {
    return new CircuitBreaker.Settings(
        breaker.enabled() ? CircuitBreaker.Mode.AUTO : CircuitBreaker.Mode.DISABLED,
        breaker.window(),
        breaker.minimumCalls(),
        breaker.failures(),
        breaker.open().toNanos(),
        breaker.trials());
  }

  private static ReadCache.Settings cache(CallGraph.Cache cache) {
    return new ReadCache.Settings(
        switch (cache.mode()) {
          case OFF -> ReadCache.Mode.OFF;
          case ON -> ReadCache.Mode.READ_THROUGH;
          case STALE -> ReadCache.Mode.SERVE_STALE;
        },
        cache.ttl().toNanos(),
        cache.capacity(),
        cache.deleteOnError());
  }
}
