package dev.skew.world.network;

import dev.skew.world.network.NetworkEvent.MessageDelivered;
import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection: two sockets that may disagree about whether it still exists. One side sends a
 * lane's messages, the other receives them and, on request channels, sends the replies.
 *
 * <p>A socket learns of the other's end by a FIN behind the last byte, by a reset (for which it may
 * have to send something), by silence, or from its own kernel after the last retransmission.
 */
final class Connection implements FlowOwner {

  private static final int RESET_BYTES = 40;

  /** Told when one of the sockets closes. */
  interface Observer {
    void onSocketClosed(Connection connection, boolean atSender);
  }

  private final Post post;
  private final Channel channel;
  private final Link link;
  private final Link reverse;
  private final Observer observer;
  private final TcpFlow messages;
  private final @Nullable TcpFlow replies;
  private boolean senderOpen = true;
  private boolean receiverOpen = true;

  /** For channels whose receivers lose patience; null for the others. */
  private final @Nullable Watch watch;

  Connection(Lane lane, long handshakeNanos) {
    this.post = lane.post;
    this.channel = lane.channel;
    this.link = lane.link;
    this.reverse = lane.reverse;
    this.observer = lane;
    this.messages = new TcpFlow(post, link, reverse, this, handshakeNanos);
    this.replies =
        channel.hasReplies() ? new TcpFlow(post, reverse, link, this, handshakeNanos) : null;
    this.watch = lane.settings().readTimeoutNanos() > 0 ? new Watch(this, lane) : null;
    watchSilence();
  }

  TcpFlow messages() {
    return messages;
  }

  @Nullable TcpFlow replies() {
    return replies;
  }

  boolean isSenderOpen() {
    return senderOpen;
  }

  boolean isReceiverOpen() {
    return receiverOpen;
  }

  /** The quality of the links changed: silence may need watching now. */
  void onLinksChanged() {
    watchSilence();
  }

  /** One of the processes goes on after it stood still. */
  void onProcessThawed() {
    if (watch != null) {
      watch.onThawed();
    }
  }

  private void watchSilence() {
    if (watch != null) {
      watch.start();
    }
  }

  // ---- the two sockets

  private boolean isOpen(boolean atSender) {
    return atSender ? senderOpen : receiverOpen;
  }

  private void markClosed(boolean atSender) {
    if (atSender) {
      senderOpen = false;
    } else {
      receiverOpen = false;
    }
  }

  private NodeId node(boolean atSender) {
    return (atSender ? link.from : link.to).node();
  }

  private @Nullable TcpFlow outgoing(boolean atSender) {
    return atSender ? messages : replies;
  }

  private @Nullable TcpFlow incoming(boolean atSender) {
    return outgoing(!atSender);
  }

  /** Whether it is the sender's socket that reads a flow. */
  private boolean readsAtSender(TcpFlow flow) {
    return flow != messages;
  }

  // ---- closing

  /** The receiver heard nothing for too long. */
  void onReadTimeout() {
    close(false, "read-timeout");
  }

  /** One side does not want it any more, and need not be told. */
  void abandon(boolean atSender) {
    markClosed(atSender);
    stopSending(atSender);
    stopReading(atSender);
    sendReset(atSender);
  }

  /** Both sides closed it in good order while it was idle. */
  void expire() {
    senderOpen = false;
    receiverOpen = false;
    messages.abort();
    observer.onSocketClosed(this, true);
    observer.onSocketClosed(this, false);
  }

  /** The sender has a newer connection and lets this one go. */
  void replace() {
    senderOpen = false;
    messages.abort();
    if (receiverOpen) {
      sendReset(true);
    }
  }

  /**
   * A process ended: its kernel closes the socket, after what was written has been sent.
   * Undelivered input makes a real kernel send a reset instead of a FIN, which the other side sees
   * as early.
   */
  void onProcessDied(NodeId node) {
    boolean atSender = node.equals(node(true));
    if (!isOpen(atSender)) {
      return;
    }
    markClosed(atSender);
    stopReading(atSender);
    TcpFlow outgoing = outgoing(atSender);
    if (outgoing != null) {
      outgoing.finish();
    } else {
      sendReset(atSender);
    }
    observer.onSocketClosed(this, atSender);
  }

  private void close(boolean atSender, String cause) {
    if (isOpen(atSender)) {
      stopSending(atSender);
      sendReset(atSender);
      forget(atSender, cause);
    }
  }

  private void onReset(boolean atSender) {
    stopSending(atSender);
    if (isOpen(atSender)) {
      forget(atSender, "reset");
    }
  }

  private void forget(boolean atSender, String cause) {
    markClosed(atSender);
    stopReading(atSender);
    observer.onSocketClosed(this, atSender);
    post.disconnected(node(atSender), node(!atSender), channel, cause);
  }

  private void stopSending(boolean atSender) {
    TcpFlow outgoing = outgoing(atSender);
    if (outgoing != null) {
      outgoing.abort();
    }
  }

  private void stopReading(boolean atSender) {
    TcpFlow incoming = incoming(atSender);
    if (incoming != null) {
      incoming.onReceiverClosed();
    }
  }

  /** Nothing repeats a reset; who misses it gets another when it sends. */
  private void sendReset(boolean fromSender) {
    Link path = fromSender ? link : reverse;
    long arrivalNanos = path.transmit(post.queue.nowNanos(), RESET_BYTES);
    if (arrivalNanos >= 0) {
      post.queue.schedule(arrivalNanos, ignored -> onReset(!fromSender), null);
    }
  }

  // ---- what the flows report

  @Override
  public boolean isReceiverOpen(TcpFlow flow) {
    return isOpen(readsAtSender(flow));
  }

  @Override
  public void onDelivery(Link path, MessageDelivered message) {
    post.deliver(path, message);
  }

  @Override
  public void onDropped(MessageDelivered message) {
    post.drop(message, DropReason.CONNECTION_LOST);
  }

  @Override
  public void onArrivalAtClosedReceiver(TcpFlow flow) {
    sendReset(readsAtSender(flow));
  }

  @Override
  public void onFin(TcpFlow flow) {
    boolean atSender = readsAtSender(flow);
    stopSending(atSender);
    forget(atSender, "closed");
  }

  @Override
  public void onRetriesExhausted(TcpFlow flow) {
    boolean atSender = !readsAtSender(flow);
    flow.abort();
    if (isOpen(atSender)) {
      forget(atSender, "retries-exhausted");
    }
  }

  @Override
  public void onHeldUp(TcpFlow flow) {
    watchSilence();
  }
}
