package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * The consensus nodes as an outsider who sees all may look at them. Read-only; answers are those of
 * the present instant. Indexes begin at 1, 0 stands before the first entry.
 */
public interface ConsensusView {

  /** Every node that ever took part, always in the same order. */
  List<NodeId> members();

  /** Whether the node's process runs; nothing else is asked of a node that is down. */
  boolean isUp(NodeId node);

  /** How often the node's process has started: state kept in memory may go back between lives. */
  long life(NodeId node);

  /** Whether the node believes that it leads its term. */
  boolean isLeader(NodeId node);

  long term(NodeId node);

  long commitIndex(NodeId node);

  /** The first index that the node's log still holds; what is before is in its snapshot. */
  long firstIndex(NodeId node);

  /** The last index of the node's log, {@code firstIndex - 1} when the log is empty. */
  long lastIndex(NodeId node);

  /**
   * The term of an entry.
   *
   * @param index in [firstIndex - 1, lastIndex]; the snapshot knows the term of its last entry
   */
  long termAt(NodeId node, long index);

  /**
   * A digest of an entry: its term and all of its content, in 64 bits.
   *
   * @param index in [firstIndex, lastIndex]
   */
  long fingerprintAt(NodeId node, long index);

  /**
   * A digest of the client request that an entry carries: client and request id, in 64 bits.
   *
   * @param index in [firstIndex, lastIndex]
   * @return 0 for an entry that no client asked for
   */
  long requestAt(NodeId node, long index);
}
