package dev.skew.rehearse.simulation;

import dev.skew.world.check.StoreView;
import dev.skew.world.node.EtcdServer;
import dev.skew.world.topology.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The keys of a consensus group, each kept by every member. */
final class EtcdStoreView implements StoreView {

  private final EtcdObservation view;

  EtcdStoreView(EtcdObservation view) {
    this.view = view;
  }

  @Override
  public Collection<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    for (NodeId member : view.members()) {
      EtcdServer server = view.server(member);
      if (server != null) {
        keys.addAll(server.keys());
      }
    }
    return keys;
  }

  @Override
  public List<NodeId> owners(String key) {
    return view.members().stream().filter(view::isUp).toList();
  }

  @Override
  public List<String> values(NodeId owner, String key) {
    EtcdServer server = view.server(owner);
    String value = server == null ? null : server.valueOf(key);
    return value == null ? List.of() : List.of(value);
  }
}
