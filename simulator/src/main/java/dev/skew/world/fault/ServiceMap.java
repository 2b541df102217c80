package dev.skew.world.fault;

import java.util.List;
import java.util.Optional;

/**
 * The names of a service call graph, as far as commands need them.
 *
 * @param edges as {@code svc-order:database}
 */
public record ServiceMap(List<String> services, List<String> edges) {

  /** There are no services. */
  public static final ServiceMap EMPTY = new ServiceMap(List.of(), List.of());

  public ServiceMap {
    services = List.copyOf(services);
    edges = List.copyOf(edges);
  }

  /** Why a fault cannot be done to these services; empty when it can. */
  Optional<String> refusal(ServiceFault fault) {
    if (services.isEmpty()) {
      return Optional.of("there are no services, the topology has no nodes of role service");
    }
    String service = fault.service();
    if (!service.isEmpty() && !services.contains(service)) {
      return Optional.of("there is no service " + service + Nearest.hint(service, services));
    }
    String edge = fault.edge();
    if (!edge.isEmpty() && !edges.contains(edge)) {
      return Optional.of("there is no edge " + edge + Nearest.hint(edge, edges));
    }
    return Optional.empty();
  }
}
