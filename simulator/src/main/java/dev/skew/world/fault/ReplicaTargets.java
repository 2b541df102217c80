package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What faults of replication are done to. */
public interface ReplicaTargets {

  /** The role of the servers. */
  String ROLE = "mysql";

  /** A world without such servers. */
  ReplicaTargets NONE =
      new ReplicaTargets() {
        @Override
        public List<NodeId> replicas() {
          return List.of();
        }

        @Override
        public Optional<String> refusal(ReplicationFault fault, NodeId node) {
          return Optional.empty();
        }

        @Override
        public void throttle(NodeId node, Duration latency) {}

        @Override
        public void carryOut(ReplicationFault fault, NodeId node) {}
      };

  /** Who replicates from another server now, in the order of {@link NodeId}. */
  List<NodeId> replicas();

  /** Why a server, or the tool with which one would do it, does not do it; empty when it does. */
  Optional<String> refusal(ReplicationFault fault, NodeId node);

  /** Sets how old a transaction must be before a replica executes it; zero is the scenario's. */
  void throttle(NodeId node, Duration latency);

  /** Does what is done at once, or begins a {@link ReplicationFault.Stop}. */
  void carryOut(ReplicationFault fault, NodeId node);
}
