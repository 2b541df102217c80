package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Topology;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.workload.Endpoints;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a proxy beside a client knows of MySQL servers: it asks each that it can reach whether it is
 * read-only, and sends writes to one that is not (as ProxySQL's {@code
 * mysql_replication_hostgroups}). Where two take writes, the proxy prefers one of its own region,
 * then the one that was promoted last: nobody has told it that the other is no longer meant.
 */
final class ReplicaEndpoints implements Endpoints {

  private final Topology.Node client;
  private final Cluster cluster;
  private final ReplicationObservation servers;
  private final Map<NodeId, Region> regions = new HashMap<>(); // never iterated

  ReplicaEndpoints(Topology.Node client, Topology topology, Cluster cluster) {
    this.client = client;
    this.cluster = cluster;
    this.servers = Objects.requireNonNull(cluster.replication());
    for (Topology.Node node : topology.nodes()) {
      regions.put(node.id(), node.region());
    }
  }

  @Override
  public List<NodeId> all() {
    List<NodeId> replicas = servers.replicas().stream().filter(this::answers).toList();
    if (!replicas.isEmpty()) {
      return cluster.balanced(replicas);
    }
    // Without a reader the writer reads as well; without either, it is anybody's turn to say no.
    return leader().map(List::of).orElse(servers.members());
  }

  @Override
  public Optional<NodeId> leader() {
    List<NodeId> writable = servers.writable().stream().filter(this::answers).toList();
    return writable.stream()
        .filter(this::isNear)
        .findFirst()
        .or(() -> writable.stream().filter(servers.primary()::equals).findFirst())
        .or(() -> writable.stream().findFirst());
  }

  @Override
  public List<NodeId> nearest() {
    List<NodeId> near = all().stream().filter(this::isNear).toList();
    return near.isEmpty() ? all() : near;
  }

  private boolean isNear(NodeId node) {
    return client.region().equals(regions.get(node));
  }

  private boolean answers(NodeId node) {
    return cluster.network().canReach(client.id(), node)
        && cluster.network().canReach(node, client.id());
  }
}
