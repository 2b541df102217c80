package dev.skew.world.check;

import dev.skew.world.topology.NodeId;

/** A judge of what nodes hold, asked during the run after every step of a node; must be cheap. */
public interface Invariant extends Checker {

  /** A node may have changed its role, term, log or commit index. */
  void onNodeChanged(long atNanos, NodeId node);
}
