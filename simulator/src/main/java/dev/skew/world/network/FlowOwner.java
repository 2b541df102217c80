package dev.skew.world.network;

import dev.skew.world.network.NetworkEvent.MessageDelivered;

/** The connection around a {@link TcpFlow}: what the flow asks of it and tells it. */
interface FlowOwner {

  boolean isReceiverOpen(TcpFlow flow);

  /** A message is there whole, by way of a link. */
  void onDelivery(Link link, MessageDelivered message);

  void onDropped(MessageDelivered message);

  /** Data reached a socket that is closed; its kernel answers with a reset. */
  void onArrivalAtClosedReceiver(TcpFlow flow);

  /** The sender closed its side and everything before arrived. */
  void onFin(TcpFlow flow);

  /** The sender's kernel gave up after the last retransmission. */
  void onRetriesExhausted(TcpFlow flow);

  /** Something is held up, which may last longer than the receiver's patience. */
  void onHeldUp(TcpFlow flow);
}
