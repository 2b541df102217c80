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

  /** One socket. */
  private static final class Socket {
    final NodeId node;
    final boolean atSender;
    boolean open = true;
    @Nullable TcpFlow outgoing;
    @Nullable TcpFlow incoming;

    Socket(NodeId node, boolean atSender) {
      this.node = node;
      this.atSender = atSender;
    }
  }

  private final Post post;
  private final Channel channel;
  private final Link link;
  private final Link reverse;
  private final Observer observer;
  private final Socket sender;
  private final Socket receiver;
  private final TcpFlow messages;
  private final @Nullable TcpFlow replies;

  /** For channels whose receivers lose patience; null for the others. */
  private final @Nullable Watch watch;

  Connection(Lane lane, long handshakeNanos) {
    this.post = lane.post;
    this.channel = lane.channel;
    this.link = lane.link;
    this.reverse = lane.reverse;
    this.observer = lane;
    this.sender = new Socket(link.from.node(), true);
    this.receiver = new Socket(link.to.node(), false);
    this.messages = new TcpFlow(post.queue, link, reverse, this, handshakeNanos);
    this.replies =
        channel.hasReplies() ? new TcpFlow(post.queue, reverse, link, this, handshakeNanos) : null;
    sender.outgoing = messages;
    sender.incoming = replies;
    receiver.outgoing = replies;
    receiver.incoming = messages;
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
    return sender.open;
  }

  boolean isReceiverOpen() {
    return receiver.open;
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

  // ---- closing

  /** The receiver heard nothing for too long. */
  void onReadTimeout() {
    close(receiver, "read-timeout");
  }

  /** One side does not want it any more, and need not be told. */
  void abandon(boolean atSender) {
    Socket socket = atSender ? sender : receiver;
    socket.open = false;
    if (socket.outgoing != null) {
      socket.outgoing.abort();
    }
    if (socket.incoming != null) {
      socket.incoming.onReceiverClosed();
    }
    sendReset(socket, other(socket));
  }

  /** Both sides closed it in good order while it was idle. */
  void expire() {
    sender.open = false;
    receiver.open = false;
    messages.abort();
    observer.onSocketClosed(this, true);
    observer.onSocketClosed(this, false);
  }

  /** The sender has a newer connection and lets this one go. */
  void replace() {
    sender.open = false;
    messages.abort();
    if (receiver.open) {
      sendReset(sender, receiver);
    }
  }

  /**
   * A process ended: its kernel closes the socket, after what was written has been sent.
   * Undelivered input makes a real kernel send a reset instead of a FIN, which the other side sees
   * as early.
   */
  void onProcessDied(NodeId node) {
    Socket socket = node.equals(sender.node) ? sender : receiver;
    if (!socket.open) {
      return;
    }
    socket.open = false;
    if (socket.incoming != null) {
      socket.incoming.onReceiverClosed();
    }
    if (socket.outgoing != null) {
      socket.outgoing.finish();
    } else {
      sendReset(socket, other(socket));
    }
    observer.onSocketClosed(this, socket.atSender);
  }

  private void close(Socket socket, String cause) {
    if (!socket.open) {
      return;
    }
    if (socket.outgoing != null) {
      socket.outgoing.abort();
    }
    sendReset(socket, other(socket));
    forget(socket, cause);
  }

  private void onReset(Socket socket) {
    if (socket.outgoing != null) {
      socket.outgoing.abort();
    }
    if (socket.open) {
      forget(socket, "reset");
    }
  }

  private void forget(Socket socket, String cause) {
    socket.open = false;
    if (socket.incoming != null) {
      socket.incoming.onReceiverClosed();
    }
    observer.onSocketClosed(this, socket.atSender);
    post.disconnected(socket.node, other(socket).node, channel, cause);
  }

  /** Nothing repeats a reset; who misses it gets another when it sends. */
  private void sendReset(Socket from, Socket to) {
    long arrivalNanos = outgoingLink(from).transmit(post.queue.nowNanos(), RESET_BYTES);
    if (arrivalNanos >= 0) {
      post.queue.schedule(arrivalNanos, ignored -> onReset(to), null);
    }
  }

  private Link outgoingLink(Socket socket) {
    return socket.atSender ? link : reverse;
  }

  private Socket other(Socket socket) {
    return socket.atSender ? receiver : sender;
  }

  private Socket receiverOf(TcpFlow flow) {
    return flow == messages ? receiver : sender;
  }

  // ---- what the flows report

  @Override
  public boolean isReceiverOpen(TcpFlow flow) {
    return receiverOf(flow).open;
  }

  @Override
  public void onDelivery(MessageDelivered message) {
    post.deliver(message);
  }

  @Override
  public void onDropped(MessageDelivered message) {
    post.drop(message, DropReason.CONNECTION_LOST);
  }

  @Override
  public void onArrivalAtClosedReceiver(TcpFlow flow) {
    Socket closed = receiverOf(flow);
    sendReset(closed, other(closed));
  }

  @Override
  public void onFin(TcpFlow flow) {
    Socket socket = receiverOf(flow);
    if (socket.outgoing != null) {
      socket.outgoing.abort();
    }
    forget(socket, "closed");
  }

  @Override
  public void onRetriesExhausted(TcpFlow flow) {
    Socket socket = other(receiverOf(flow));
    flow.abort();
    if (socket.open) {
      forget(socket, "retries-exhausted");
    }
  }

  @Override
  public void onHeldUp(TcpFlow flow) {
    watchSilence();
  }
}
