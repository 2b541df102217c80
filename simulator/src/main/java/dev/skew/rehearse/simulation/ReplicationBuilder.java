package dev.skew.rehearse.simulation;

import dev.skew.kernel.Seed;
import dev.skew.rehearse.scenario.ReplicationSettings;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.world.node.MysqlSoftware;
import dev.skew.world.node.ServerSoftware;
import dev.skew.world.node.WalDisk;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaSettings;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Installs a scenario's MySQL servers: the first as the primary, the others as its replicas. */
final class ReplicationBuilder {

  private final Scenario scenario;
  private final Seed seed;
  private final Cluster cluster;

  ReplicationBuilder(Scenario scenario, Seed seed, Cluster cluster) {
    this.scenario = scenario;
    this.seed = seed;
    this.cluster = cluster;
  }

  /**
   * Installs them, if there are any.
   *
   * @param install puts software on a machine
   * @param disk makes a machine's disk
   */
  void build(
      BiConsumer<Topology.Node, ServerSoftware> install,
      BiFunction<Topology.Node, WalDisk.Image<Long>, WalDisk<Long>> disk) {
    List<NodeId> members = cluster.withRole(Topology.Role.MYSQL.label());
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.MYSQL)) {
      install.accept(node, software(node, members, image -> disk.apply(node, image)));
    }
  }

  private MysqlSoftware software(
      Topology.Node node, List<NodeId> members, Function<WalDisk.Image<Long>, WalDisk<Long>> disk) {
    String name = node.id().name();
    ReplicationSettings settings = scenario.machinery().replication();
    NodeId primary = members.get(0);
    MysqlNode first =
        new MysqlNode(
            members,
            node.id(),
            node.id().equals(primary) ? null : primary,
            settings(settings),
            cluster.clocks().of(node.id()),
            seed.fork("mysql", name).random());
    return new MysqlSoftware(disk, first);
  }

  private static ReplicaSettings settings(ReplicationSettings scenario) {
    return new ReplicaSettings(
        LinkProfiles.latency(scenario.applyTime()),
        scenario.throttle().toNanos(),
        new ReplicaSettings.Log(scenario.retention().toNanos(), scenario.fileBytes()),
        new ReplicaSettings.Connection(
            scenario.heartbeat().toNanos(),
            scenario.netTimeout().toNanos(),
            scenario.connectRetry().toNanos()),
        scenario.autoPosition(),
        scenario.takeoverTimeout().toNanos());
  }
}
