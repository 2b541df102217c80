package dev.skew.world.node;

import dev.skew.world.topology.NodeId;

/** Looks on from outside after a node's process took a step; must not reach back into the world. */
@FunctionalInterface
public interface StepObserver {

  void onStepped(NodeId node);
}
