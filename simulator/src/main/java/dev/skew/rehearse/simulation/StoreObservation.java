package dev.skew.rehearse.simulation;

import dev.skew.world.check.StoreView;
import dev.skew.world.kv.MergedValue;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.StoreServer;
import dev.skew.world.quorum.KeyedRow;
import dev.skew.world.quorum.KeyspaceSettings;
import dev.skew.world.quorum.Row;
import dev.skew.world.quorum.StoreNode;
import dev.skew.world.quorum.Versioning;
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

  List<KeyspaceSettings> keyspaces() {
    return plan.settings().keyspaces();
  }

  Versioning versioningOf(String key) {
    return plan.settings().keyspaceFor(key).versioning();
  }

  /** The name of a key's keyspace. */
  String keyspaceOf(String key) {
    return plan.settings().keyspaceFor(key).name();
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

  /** Whether the newest decree that any of the members knows keeps a node in quarantine. */
  boolean isQuarantined(NodeId id) {
    return isQuarantined(id, members);
  }

  private boolean isQuarantined(NodeId id, List<NodeId> informants) {
    long newest = 0;
    boolean isOut = false;
    for (NodeId informant : informants) {
      StoreNode node = node(informant);
      if (node != null && node.quarantineEpoch() > newest) {
        newest = node.quarantineEpoch();
        isOut = node.quarantined().contains(id);
      }
    }
    return isOut;
  }

  /** Replicas in quarantine are kept from what others hold, so nothing is expected of them. */
  @Override
  public List<NodeId> owners(String key) {
    List<NodeId> owners = plan.owners(key);
    List<NodeId> alive = new ArrayList<>();
    for (NodeId owner : owners) {
      if (node(owner) != null && !isQuarantined(owner, owners)) {
        alive.add(owner);
      }
    }
    return alive;
  }

  /** A merged value is all that it is made of: what was merged in is there. */
  @Override
  public List<String> values(NodeId owner, String key) {
    StoreNode node = node(owner);
    List<String> values =
        node == null ? List.of() : node.row(key).map(Row::values).orElse(List.of());
    return MergedValue.parts(values).stream().sorted().toList();
  }
}
