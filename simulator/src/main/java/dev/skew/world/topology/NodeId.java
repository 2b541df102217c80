package dev.skew.world.topology;

/**
 * Something that has an address in the sandbox: a node, a client or a service.
 *
 * @param index dense from 0 within one sandbox, in the order of the scenario: the total order used
 *     wherever nodes are sorted or an array is indexed by node
 * @param name unique within one sandbox, as {@code etcd-0}
 */
public record NodeId(int index, String name) implements Comparable<NodeId> {

  public NodeId {
    if (index < 0) {
      throw new IllegalArgumentException("node index must not be negative, got " + index);
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("node name must not be blank");
    }
  }

  @Override
  public int compareTo(NodeId other) {
    return Integer.compare(index, other.index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeId that && index == that.index && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    return name;
  }
}
