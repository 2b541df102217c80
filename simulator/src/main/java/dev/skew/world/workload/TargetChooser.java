package dev.skew.world.workload;

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

  NodeId next() {
    if (policy instanceof TargetPolicy.Fixed fixed) {
      return fixed.node();
    }
    if (policy instanceof TargetPolicy.NearestRegion) {
      return inTurn(endpoints.nearest());
    }
    if (policy instanceof TargetPolicy.Leader) {
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
