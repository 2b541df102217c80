package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ReplicaTargets;
import dev.skew.world.fault.ReplicationFault;
import dev.skew.world.network.Channel;
import dev.skew.world.node.NodeActor;
import dev.skew.world.replica.MysqlNode;
import dev.skew.world.replica.ReplicaOrder;
import dev.skew.world.replica.ReplicaStatus;
import dev.skew.world.replica.ReplicaThread;
import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What operators do to MySQL servers, with a tool that looks before it acts, as MySQL Shell's
 * AdminAPI does; its refusals are in the words of the Shell and of the server.
 */
final class ReplicationPort implements ReplicaTargets {

  private final Cluster cluster;
  private final ReplicationObservation servers;

  private ReplicationPort(Cluster cluster, ReplicationObservation servers) {
    this.cluster = cluster;
    this.servers = servers;
  }

  static ReplicaTargets of(Cluster cluster) {
    ReplicationObservation servers = cluster.replication();
    return servers == null ? ReplicaTargets.NONE : new ReplicationPort(cluster, servers);
  }

  @Override
  public List<NodeId> replicas() {
    return servers.replicas();
  }

  @Override
  public Optional<String> refusal(ReplicationFault fault, NodeId id) {
    MysqlNode node = servers.node(id);
    if (node == null) {
      return Optional.of(
          "ERROR 2003 (HY000): Can't connect to MySQL server on '" + id.name() + "' (111)");
    }
    if (fault instanceof ReplicationFault.Promote promote) {
      return refusePromotion(node, promote.force());
    }
    if (fault instanceof ReplicationFault.Follow follow) {
      return refuseFollowing(node, follow);
    }
    if (fault instanceof ReplicationFault.AddReplica add) {
      return refuseAdding(node, add.recovery());
    }
    if (fault instanceof ReplicationFault.ReadOnly || node.source().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "ERROR 1200 (HY000): "
            + id.name()
            + " is not configured as replica; fix with CHANGE REPLICATION SOURCE TO");
  }

  private Optional<String> refusePromotion(MysqlNode node, boolean isForced) {
    String name = node.self().name();
    NodeId source = node.source().orElse(null);
    if (source == null) {
      return Optional.of(name + " is already the current PRIMARY");
    }
    if (isForced) {
      return Optional.empty();
    }
    if (!isReachable(node.self(), source)) {
      return Optional.of(
          "the PRIMARY "
              + source.name()
              + " is not available; a switchover needs it, --force does without it");
    }
    ReplicaStatus status = node.status(cluster.queue().nowNanos());
    if (status.ioRunning() != ReplicaStatus.IoState.YES || !status.sqlRunning()) {
      return Optional.of(
          name
              + " does not replicate: Replica_IO_Running: "
              + status.ioRunning().label()
              + ", Replica_SQL_Running: "
              + (status.sqlRunning() ? "Yes" : "No"));
    }
    return Optional.empty();
  }

  private Optional<String> refuseFollowing(MysqlNode node, ReplicationFault.Follow follow) {
    NodeId source = named(follow.source());
    MysqlNode of = source == null ? null : servers.node(source);
    if (of == null) {
      return Optional.of(
          "ERROR 2003 (HY000): Can't connect to MySQL server on '" + follow.source() + "' (111)");
    }
    if (of == node) {
      return Optional.of("a server cannot be its own source");
    }
    long errant = node.executed().countOutside(of.executed());
    boolean isAhead = errant > 0 && of.source().isEmpty();
    return isAhead && !follow.force()
        ? Optional.of(
            "%s has %d errant transactions that %s has not; rebuild it, or --force"
                .formatted(node.self().name(), errant, follow.source()))
        : Optional.empty();
  }

  private Optional<String> refuseAdding(MysqlNode node, ReplicationFault.Recovery recovery) {
    String name = node.self().name();
    NodeId primary = servers.primary();
    MysqlNode source = servers.node(primary);
    if (node.source().isPresent() || node.self().equals(primary)) {
      return Optional.of(name + " is already part of this replicaset");
    }
    if (source == null || !isReachable(node.self(), primary)) {
      return Optional.of("the PRIMARY " + primary.name() + " is not available");
    }
    if (recovery != ReplicationFault.Recovery.INCREMENTAL) {
      return Optional.empty();
    }
    long errant = node.executed().countOutside(source.executed());
    if (errant > 0) {
      return Optional.of(
          "%s has %d errant transactions that %s has not; add it with --recovery clone"
              .formatted(name, errant, primary.name()));
    }
    return hasAllThat(node, source)
        ? Optional.empty()
        : Optional.of(
            "%s lacks transactions that %s has purged; add it with --recovery clone"
                .formatted(name, primary.name()));
  }

  /** Whether the source's log still has everything that the server lacks. */
  private static boolean hasAllThat(MysqlNode node, MysqlNode source) {
    return node.executed().containsAll(source.purged());
  }

  /** As MySQL Shell chooses: a copy where the log would not do. */
  private void add(NodeId id, ReplicationFault.Recovery recovery) {
    NodeId primary = servers.primary();
    MysqlNode source = servers.node(primary);
    MysqlNode node = servers.node(id);
    if (source == null || node == null) {
      return;
    }
    boolean usable =
        hasAllThat(node, source) && node.executed().countOutside(source.executed()) == 0;
    boolean copied =
        recovery == ReplicationFault.Recovery.CLONE
            || (recovery == ReplicationFault.Recovery.AUTO && !usable);
    order(id, new ReplicaOrder.Join(primary, copied));
  }

  private boolean isReachable(NodeId from, NodeId to) {
    return servers.node(to) != null
        && cluster.network().canReach(from, to)
        && cluster.network().canReach(to, from);
  }

  @Override
  public void throttle(NodeId node, Duration latency) {
    order(node, new ReplicaOrder.Delay(latency.toNanos()));
  }

  @Override
  public void carryOut(ReplicationFault fault, NodeId node) {
    if (fault instanceof ReplicationFault.Stop stop) {
      for (ReplicaThread thread : threads(stop.threads())) {
        order(node, new ReplicaOrder.Stop(thread));
      }
    } else if (fault instanceof ReplicationFault.Start start) {
      for (ReplicaThread thread : threads(start.threads())) {
        order(node, new ReplicaOrder.Start(thread));
      }
    } else if (fault instanceof ReplicationFault.Promote promote) {
      order(node, new ReplicaOrder.Promote(promote.force()));
    } else if (fault instanceof ReplicationFault.Follow follow) {
      NodeId source = named(follow.source());
      if (source != null) {
        order(node, new ReplicaOrder.Follow(source));
      }
    } else if (fault instanceof ReplicationFault.ReadOnly readOnly) {
      order(node, new ReplicaOrder.ReadOnly(readOnly.on()));
    } else if (fault instanceof ReplicationFault.Rebuild) {
      order(node, new ReplicaOrder.Rebuild());
    } else if (fault instanceof ReplicationFault.AddReplica add) {
      add(node, add.recovery());
    } else if (fault instanceof ReplicationFault.RemoveReplica) {
      order(node, new ReplicaOrder.Leave());
    }
  }

  private static List<ReplicaThread> threads(ReplicationFault.Threads threads) {
    return switch (threads) {
      case IO -> List.of(ReplicaThread.IO);
      case SQL -> List.of(ReplicaThread.SQL);
      case BOTH -> List.of(ReplicaThread.IO, ReplicaThread.SQL);
    };
  }

  private @Nullable NodeId named(String name) {
    for (NodeId member : servers.members()) {
      if (member.name().equals(name)) {
        return member;
      }
    }
    return null;
  }

  /** Typed on the server itself: no network is between the operator and it. */
  private void order(NodeId node, ReplicaOrder order) {
    cluster.machine(node).tell(new NodeActor.Deliver(node, Channel.CLIENT_REQUEST, order));
  }
}
