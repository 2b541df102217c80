package dev.skew.world.workload;

import dev.skew.kernel.RandomSource;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the node for a request. */
final class TargetChooser {

  private final TargetPolicy policy;
  private final Endpoints endpoints;
  private final RandomSource random;
  private int turn;
  private @Nullable NodeId kept;

  TargetChooser(TargetPolicy policy, Endpoints endpoints, RandomSource random) {
    this.policy = policy;
    this.endpoints = endpoints;
    this.random = random;
  }

  /** A node left a request unanswered or refused it. */
  void failed(NodeId node) {
    if (node.equals(kept)) {
      kept = null;
    }
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
    if (policy instanceof TargetPolicy.Drawn) {
      return drawn();
    }
    if (policy instanceof TargetPolicy.Sticky) {
      NodeId node = kept == null ? drawn() : kept;
      kept = node;
      return node;
    }
    return inTurn(endpoints.all());
  }

  private NodeId drawn() {
    return endpoints.all().get(random.nextInt(endpoints.all().size()));
  }

  private NodeId inTurn(List<NodeId> nodes) {
    turn = (turn + 1) & Integer.MAX_VALUE;
    return nodes.get((turn - 1 & Integer.MAX_VALUE) % nodes.size());
  }
}
