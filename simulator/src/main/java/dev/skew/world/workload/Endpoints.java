package dev.skew.world.workload;

import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;

/** What a client knows of the store's nodes, which may be out of date. */
public interface Endpoints {

  /** Every node that takes requests, at least one, always in the same order. */
  List<NodeId> all();

  /** The node that the client believes to lead. */
  Optional<NodeId> leader();

  /** The nodes of the client's nearest region, at least one, always in the same order. */
  List<NodeId> nearest();

  /** Nodes that are all alike, with no leader. */
  static Endpoints of(List<NodeId> nodes) {
    List<NodeId> copy = List.copyOf(nodes);
    return new Endpoints() {
      @Override
      public List<NodeId> all() {
        return copy;
      }

      @Override
      public Optional<NodeId> leader() {
        return Optional.empty();
      }

      @Override
      public List<NodeId> nearest() {
        return copy;
      }
    };
  }
}
