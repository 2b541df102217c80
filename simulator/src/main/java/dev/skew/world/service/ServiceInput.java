package dev.skew.world.service;

import dev.skew.world.topology.NodeId;

/** What can happen to an instance of a service. */
public sealed interface ServiceInput {

  /** The process has started; comes first, once. */
  record Started() implements ServiceInput {}

  /** A caller or a callee says something. */
  record Received(NodeId from, ServiceMessage message) implements ServiceInput {}

  /** A timer of {@link ServiceEffect.SetTimer} has run out. */
  record TimerFired(long token) implements ServiceInput {}

  /** The connection to an instance that was called broke, or none could be opened. */
  record PeerLost(NodeId peer) implements ServiceInput {}

  /** The control plane has pushed another configuration. */
  record Configured(ServiceGraph graph) implements ServiceInput {}
}
