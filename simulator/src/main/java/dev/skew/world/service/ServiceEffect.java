package dev.skew.world.service;

import dev.skew.world.topology.NodeId;

/** What an instance of a service wants done, in the order of the list. */
public sealed interface ServiceEffect {

  /** Ask an instance of another service, or take a call back. */
  record Ask(NodeId to, ServiceMessage message) implements ServiceEffect {}

  /** Answer a caller. */
  record Answer(NodeId to, ServiceMessage.Reply reply) implements ServiceEffect {}

  /** Start a timer by the node's own clock; tokens are never used twice in a life. */
  record SetTimer(long token, long localNanos) implements ServiceEffect {}

  /** Put an event on the trace. */
  record Note(ServiceEvent event) implements ServiceEffect {}
}
