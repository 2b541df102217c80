package dev.skew.world.service;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which services there are, who calls whom and how: the configuration of every instance, as one
 * value that a control plane replaces as a whole.
 *
 * @param services the first is the one that users ask
 * @param instances of each service, at least one, in their order
 * @param admitted share of the users who are let in
 * @param cordoned instances that no caller chooses while there are others; never iterated
 */
public record ServiceGraph(
    List<ServiceSettings> services,
    List<EdgeSettings> edges,
    Map<String, List<NodeId>> instances,
    Propagation propagation,
    double admitted,
    Set<NodeId> cordoned) {

  public ServiceGraph {
    services = List.copyOf(services);
    edges = List.copyOf(edges);
    Map<String, List<NodeId>> ordered = new LinkedHashMap<>();
    instances.forEach((name, nodes) -> ordered.put(name, List.copyOf(nodes)));
    instances = Collections.unmodifiableMap(ordered);
    cordoned = Set.copyOf(cordoned);
    for (ServiceSettings service : services) {
      if (instances.getOrDefault(service.name(), List.of()).isEmpty()) {
        throw new IllegalArgumentException(service.name() + " has no instances");
      }
    }
    if (!(admitted >= 0 && admitted <= 1)) {
      throw new IllegalArgumentException("admitted share must lie in [0, 1], got " + admitted);
    }
  }

  /**
   * What a caller tells a callee about its own patience.
   *
   * @param deadlines whether a call carries how much time is left (gRPC deadline propagation), so
   *     that nobody begins with what nobody waits for
   * @param cancellation whether a caller that gives up says so
   */
  public record Propagation(boolean deadlines, boolean cancellation) {}

  /** The service that users ask. */
  public String entry() {
    return services.get(0).name();
  }

  /** The service that a node is an instance of. */
  public ServiceSettings serviceOf(NodeId node) {
    for (ServiceSettings service : services) {
      if (instancesOf(service.name()).contains(node)) {
        return service;
      }
    }
    throw new IllegalArgumentException(node + " is an instance of no service");
  }

  public List<NodeId> instancesOf(String service) {
    return instances.getOrDefault(service, List.of());
  }

  /** Those of them that a caller may choose; all where none is left. */
  public List<NodeId> balancedInstancesOf(String service) {
    List<NodeId> all = instancesOf(service);
    if (cordoned.isEmpty()) {
      return all;
    }
    List<NodeId> left = all.stream().filter(node -> !cordoned.contains(node)).toList();
    return left.isEmpty() ? all : left;
  }

  /** What a service calls, in the order in which it does. */
  public List<EdgeSettings> edgesFrom(String service) {
    return edges.stream().filter(edge -> edge.name().from().equals(service)).toList();
  }

  /**
   * Whether requests end at a service: at those that keep state, or, where there are none, at those
   * that call no others.
   */
  public boolean isBottom(String service) {
    boolean anyStateful = services.stream().anyMatch(ServiceSettings::stateful);
    return anyStateful
        ? services.stream().anyMatch(each -> each.stateful() && each.name().equals(service))
        : edges.stream().noneMatch(edge -> edge.name().from().equals(service));
  }

  /** The same with one service changed. */
  public ServiceGraph withService(String name, UnaryOperator<ServiceSettings> change) {
    List<ServiceSettings> changed = new ArrayList<>();
    for (ServiceSettings service : services) {
      changed.add(service.name().equals(name) ? change.apply(service) : service);
    }
    return new ServiceGraph(changed, edges, instances, propagation, admitted, cordoned);
  }

  /** The same with one edge changed. */
  public ServiceGraph withEdge(EdgeName name, UnaryOperator<EdgeSettings> change) {
    List<EdgeSettings> changed = new ArrayList<>();
    for (EdgeSettings edge : edges) {
      changed.add(edge.name().equals(name) ? change.apply(edge) : edge);
    }
    return new ServiceGraph(services, changed, instances, propagation, admitted, cordoned);
  }

  public ServiceGraph withAdmitted(double share) {
    return new ServiceGraph(services, edges, instances, propagation, share, cordoned);
  }

  public ServiceGraph withPropagation(Propagation other) {
    return new ServiceGraph(services, edges, instances, other, admitted, cordoned);
  }

  public ServiceGraph withCordoned(Set<NodeId> nodes) {
    return new ServiceGraph(services, edges, instances, propagation, admitted, nodes);
  }
}
