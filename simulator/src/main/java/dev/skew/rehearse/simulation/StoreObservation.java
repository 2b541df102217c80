package dev.skew.rehearse.simulation;

import dev.skew.world.check.StoreView;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.StoreServer;
import dev.skew.world.quorum.KeyedRow;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The quorum store as an outsider sees it who sees everything. */
final class StoreObservation implements StoreView {

  private final List<NodeId> members;
  private final NodeHandle[] handles;
  private final StorePlan plan;

  /**
   * @param handles by node index
   */
  StoreObservation(List<NodeId> members, NodeHandle[] handles, StorePlan plan) {
    this.members = List.copyOf(members);
    this.handles = handles;
    this.plan = plan;
  }

  List<NodeId> members() {
    return members;
  }

  /** Which releases of it there are. */
  Releases releases() {
    return plan.settings().software().releases();
  }

  /** The node's state, or null while it is down. */
  @Nullable StoreNode node(NodeId node) {
    return handles[node.index()].process() instanceof StoreServer server ? server.node() : null;
  }

  /** The version that a node's process runs, empty while it is down. */
  Optional<Version> version(NodeId node) {
    return handles[node.index()].process() instanceof StoreServer server
        ? Optional.of(server.version())
        : Optional.empty();
  }

  /** Whether every node's process runs. */
  boolean isWholeUp() {
    for (NodeId member : members) {
      if (node(member) == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Collection<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    for (NodeId member : members) {
      StoreNode node = node(member);
      if (node != null) {
        for (KeyedRow row : node.rows()) {
          keys.add(row.key());
        }
      }
    }
    return keys;
  }

  @Override
  public List<NodeId> owners(String key) {
    List<NodeId> alive = new ArrayList<>();
    for (NodeId owner : plan.owners(key)) {
      if (node(owner) != null) {
        alive.add(owner);
      }
    }
    return alive;
  }

  @Override
  public List<String> values(NodeId owner, String key) {
    StoreNode node = node(owner);
    return node == null
        ? List.of()
        : node.row(key).map(row -> row.values()).orElse(List.of()).stream().sorted().toList();
  }
}
