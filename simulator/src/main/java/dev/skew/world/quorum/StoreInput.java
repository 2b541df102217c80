package dev.skew.world.quorum;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.topology.NodeId;

/** What can happen to a store node. */
public sealed interface StoreInput {

  /** The process has started; comes first, once. */
  record Started() implements StoreInput {}

  /** Another node of the store says something. */
  record Received(NodeId from, StoreMessage message) implements StoreInput {}

  /** A client asks; this node coordinates. */
  record Asked(NodeId client, ClientRequest request) implements StoreInput {}

  /** An operator tells this node to do something. */
  record Ordered(StoreOrder order) implements StoreInput {}

  /** A timer of {@link StoreEffect.SetTimer} has run out. */
  record TimerFired(long token) implements StoreInput {}

  /**
   * An operator sets how many times longer than its settings say the node waits for replicas
   * ({@code nodetool settimeout}).
   */
  record Stretched(double factor) implements StoreInput {}

  /** Every record up to this one is on disk. */
  record Persisted(long token) implements StoreInput {}

  /** This record could not be written and will not be there after a crash. */
  record AppendFailed(long token) implements StoreInput {}

  /**
   * An operator orders a quarantine, or the end of one.
   *
   * @param id of the order, for the answer
   * @param isForced whether it may leave keys without a quorum
   */
  record QuarantineOrdered(NodeId operator, long id, NodeId about, boolean isLift, boolean isForced)
      implements StoreInput {}
}
