package dev.skew.rehearse.simulation;

import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.ServiceServer;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.service.ServiceNode;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The services as an outsider sees them who sees everything. */
final class ServiceObservation {

  private final ServiceGraph graph;
  private final NodeHandle[] handles;

  /**
   * @param graph as the scenario has it, whatever is done to it later
   * @param handles by node index
   */
  ServiceObservation(ServiceGraph graph, NodeHandle[] handles) {
    this.graph = graph;
    this.handles = handles;
  }

  ServiceGraph graph() {
    return graph;
  }

  /** An instance's state, or null while it is down. */
  @Nullable ServiceNode node(NodeId node) {
    return handles[node.index()] != null
            && handles[node.index()].process() instanceof ServiceServer server
        ? server.node()
        : null;
  }

  /** Whether users ask this node. */
  boolean isEntry(NodeId node) {
    return graph.instancesOf(graph.entry()).contains(node);
  }

  /** How many requests wait at the instance where most do. */
  int longestQueue() {
    int longest = 0;
    for (List<NodeId> instances : graph.instances().values()) {
      for (NodeId instance : instances) {
        ServiceNode node = node(instance);
        longest = node == null ? longest : Math.max(longest, node.queueLength());
      }
    }
    return longest;
  }
}
