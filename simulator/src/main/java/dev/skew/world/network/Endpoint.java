package dev.skew.world.network;

import dev.skew.world.topology.NodeId;

/**
 * What a node shows to the network. Calls come from within an event of the queue, never from within
 * {@link VirtualNetwork#send}.
 */
public interface Endpoint {

  /** A message arrived; on a stream in the order in which it was sent. */
  void onMessage(NodeId from, Channel channel, WireMessage message);

  /** A connection to or from {@code peer} is ready for use. */
  default void onConnect(NodeId peer, Channel channel) {}

  /** This node's kernel learned that the connection is gone: reset, closed or timed out. */
  default void onDisconnect(NodeId peer, Channel channel) {}

  /**
   * A message was given up before it left this node, because no connection could take it; etcd's
   * rafthttp calls this {@code ReportUnreachable}. What is lost later is not reported to anybody.
   */
  default void onUnreachable(NodeId peer, Channel channel, WireMessage message) {}

  /**
   * A datagram arrived damaged. An application sees that only where nothing below it checks sums;
   * whoever does not override this is protected by the UDP checksum.
   */
  default void onCorrupted(NodeId from, Channel channel, WireMessage message) {}
}
