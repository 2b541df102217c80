package dev.skew.rehearse.simulation;

import dev.skew.world.quorum.StoreNode;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Endpoints;
import java.util.List;
import java.util.Optional;

/**
 * What a driver knows of the members of a quorum store. It holds a control connection to the first
 * that it reaches and that is up, and hears there of changes of the topology (as Cassandra's
 * drivers register for STATUS_CHANGE events, native protocol v4 section 4.2.6): it asks nobody who
 * is in quarantine as far as that one knows.
 */
final class StoreEndpoints implements Endpoints {

  private final NodeId client;
  private final Endpoints configured;
  private final Cluster cluster;

  StoreEndpoints(NodeId client, Endpoints configured, Cluster cluster) {
    this.client = client;
    this.configured = configured;
    this.cluster = cluster;
  }

  @Override
  public List<NodeId> all() {
    return admitted(configured.all());
  }

  @Override
  public Optional<NodeId> leader() {
    return configured.leader();
  }

  @Override
  public List<NodeId> nearest() {
    List<NodeId> near = configured.nearest();
    List<NodeId> quarantined = quarantined();
    return near.stream().allMatch(quarantined::contains) ? all() : admitted(near);
  }

  private List<NodeId> admitted(List<NodeId> nodes) {
    List<NodeId> quarantined = quarantined();
    if (quarantined.isEmpty()) {
      return nodes;
    }
    List<NodeId> left = nodes.stream().filter(node -> !quarantined.contains(node)).toList();
    return left.isEmpty() ? nodes : left;
  }

  /** As the control connection tells: of a member that it is out itself, too. */
  private List<NodeId> quarantined() {
    StoreObservation store = cluster.store();
    List<NodeId> members = store == null ? List.of() : store.members();
    for (NodeId member : members) {
      StoreNode node = store != null && answers(member) ? store.node(member) : null;
      if (node != null && !node.quarantined().contains(member)) {
        return node.quarantined();
      }
    }
    return List.of();
  }

  private boolean answers(NodeId node) {
    return cluster.network().canReach(client, node) && cluster.network().canReach(node, client);
  }
}
