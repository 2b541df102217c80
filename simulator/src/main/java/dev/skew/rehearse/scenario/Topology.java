package dev.skew.rehearse.scenario;

import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.version.Version;
import java.util.List;

/**
 * Who is there and where.
 *
 * @param nodes everything with an address, in the order of {@link NodeId#index}; clients too
 */
public record Topology(List<Region> regions, List<Node> nodes) {

  public Topology {
    regions = List.copyOf(regions);
    nodes = List.copyOf(nodes);
  }

  public List<Node> ofRole(Role role) {
    return nodes.stream().filter(node -> node.role() == role).toList();
  }

  /**
   * One address.
   *
   * @param id named by role and number: {@code etcd-0}, or by service: {@code svc-order-0}
   * @param version of the software it runs
   * @param spare whether it stands by, in no group and without a process
   */
  public record Node(NodeId id, Role role, Region region, Version version, boolean spare) {}

  /** What a node is for. */
  public enum Role implements Labelled {
    /** A voter of the consensus group. */
    ETCD("etcd"),
    /** A replica of the quorum store. */
    STORE("store"),
    /** A MySQL server: the first is the primary, the others its replicas. */
    MYSQL("mysql"),
    /** An instance of a service. */
    SERVICE("service"),
    /** Where clients run. */
    CLIENT("client");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
