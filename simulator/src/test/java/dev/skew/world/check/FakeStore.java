package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three replicas, each with what a test puts there. */
final class FakeStore implements StoreView {

  private final List<NodeId> owners =
      List.of(new NodeId(0, "n0"), new NodeId(1, "n1"), new NodeId(2, "n2"));
  private final Map<NodeId, Map<String, List<String>>> replicas = new TreeMap<>();

  FakeStore() {
    owners.forEach(owner -> replicas.put(owner, new TreeMap<>()));
  }

  FakeStore everywhere(String key, String... values) {
    for (int replica = 0; replica < owners.size(); replica++) {
      on(replica, key, values);
    }
    return this;
  }

  FakeStore on(int replica, String key, String... values) {
    of(owners.get(replica)).put(key, List.of(values));
    return this;
  }

  @Override
  public Collection<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    replicas.values().forEach(replica -> keys.addAll(replica.keySet()));
    return keys;
  }

  @Override
  public List<NodeId> owners(String key) {
    return owners;
  }

  @Override
  public List<String> values(NodeId owner, String key) {
    return of(owner).getOrDefault(key, List.of());
  }

  private Map<String, List<String>> of(NodeId owner) {
    return Objects.requireNonNull(replicas.get(owner));
  }
}
