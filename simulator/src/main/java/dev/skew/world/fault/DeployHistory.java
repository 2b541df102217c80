package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the last deploy has replaced: what a rollback brings back, on its nodes and on no others.
 */
final class DeployHistory {

  private final Map<NodeId, Version> replaced = new HashMap<>(); // never iterated
  private int deploys;

  /** Returns the deploy's number. */
  int deployBegins() {
    replaced.clear();
    return ++deploys;
  }

  void replaced(NodeId node, Version version) {
    replaced.put(node, version);
  }

  Optional<Version> before(NodeId node) {
    return Optional.ofNullable(replaced.get(node));
  }
}
