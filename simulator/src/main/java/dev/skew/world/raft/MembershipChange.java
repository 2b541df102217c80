package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;

/**
 * A change of one member (thesis §4.1). One may be underway at a time, and it takes effect on each
 * member when that member applies it, as in etcd.
 *
 * @param kind what becomes of the node
 * @param node whose membership changes
 */
public record MembershipChange(Kind kind, NodeId node) implements Payload {

  /** What becomes of the node. */
  public enum Kind {
    /** A new voter, or a learner promoted. */
    ADD_VOTER("add-voter"),
    /** A member that is sent the log and has no vote. */
    ADD_LEARNER("add-learner"),
    REMOVE("remove");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    public String label() {
      return label;
    }
  }

  @Override
  public int sizeBytes() {
    return 24;
  }

  @Override
  public long fingerprint() {
    return (long) kind.label().hashCode() << 32 | node.index();
  }
}
