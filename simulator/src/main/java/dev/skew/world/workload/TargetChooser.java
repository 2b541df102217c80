package dev.skew.world.workload;

import dev.skew.world.kv.Operation;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;

/** Chooses the node for a request. */
final class TargetChooser {

  private final TargetPolicy policy;
  private final Endpoints endpoints;
  private int turn;

  TargetChooser(TargetPolicy policy, Endpoints endpoints) {
    this.policy = policy;
    this.endpoints = endpoints;
  }

  NodeId next(Operation operation) {
    if (policy instanceof TargetPolicy.SplitReads split) {
      return next(operation.isWrite() ? new TargetPolicy.Leader() : split.reads());
    }
    return next(policy);
  }

  private NodeId next(TargetPolicy way) {
    if (way instanceof TargetPolicy.Fixed fixed) {
      return fixed.node();
    }
    if (way instanceof TargetPolicy.NearestRegion) {
      return inTurn(endpoints.nearest());
    }
    if (way instanceof TargetPolicy.Leader) {
      Optional<NodeId> leader = endpoints.leader();
      return leader.isPresent() ? leader.get() : inTurn(endpoints.all());
    }
    return inTurn(endpoints.all());
  }

  private NodeId inTurn(List<NodeId> nodes) {
    turn = (turn + 1) & Integer.MAX_VALUE;
    return nodes.get((turn - 1 & Integer.MAX_VALUE) % nodes.size());
  }
}
