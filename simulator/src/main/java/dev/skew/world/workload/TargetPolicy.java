package dev.skew.world.workload;

import dev.skew.world.topology.NodeId;

/** Which node a client asks. */
public sealed interface TargetPolicy {

  /** The node that the client believes to lead; every node in turn while it knows of none. */
  record Leader() implements TargetPolicy {}

  /** Every node in turn, as etcd's and Cassandra's clients do by default. */
  record RoundRobin() implements TargetPolicy {}

  /** Always the same node. */
  record Fixed(NodeId node) implements TargetPolicy {}

  /** The nodes of the nearest region in turn. */
  record NearestRegion() implements TargetPolicy {}

  /**
   * Writes go to the node that the client believes to lead, reads elsewhere: what a proxy before a
   * primary and its replicas does.
   */
  record SplitReads(TargetPolicy reads) implements TargetPolicy {}
}
