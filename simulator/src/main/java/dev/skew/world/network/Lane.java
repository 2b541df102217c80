package dev.skew.world.network;

import dev.skew.world.network.NetworkEvent.MessageDelivered;
import dev.skew.world.network.StreamSettings.Dialer;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node sends another on one stream channel, across all the connections it takes: who dials
 * and when, what waits meanwhile, and what goes elsewhere or is dropped.
 */
final class Lane implements Connection.Observer, Dial.Outcome {

  private static final int HELLO_BYTES = 300;

  final Post post;
  final Link link;
  final Link reverse;
  final Channel channel;
  private final Streams streams;

  /** Of the link's lanes, the one behind this. */
  @Nullable Lane following;

  /** What the sender writes to; it may be dead without the sender knowing. */
  private @Nullable Connection sending;

  /** What the receiver reads from. */
  private @Nullable Connection receiving;

  private @Nullable Dial dial;
  private boolean redialScheduled;
  private long redialHandle;
  private long lastDialNanos = -1;
  private boolean triedBefore;

  /** For the connection that is being opened; null for nothing. */
  private @Nullable ArrayDeque<MessageDelivered> waiting;

  /** What processes that stand still will do when they go on. */
  private List<Postponed> postponed = List.of();

  private record Postponed(NodeId node, Runnable action) {}

  Lane(Streams streams, Link link, Channel channel) {
    this.streams = streams;
    this.post = streams.post();
    this.link = link;
    this.reverse = post.fabric.link(link.to.node(), link.from.node());
    this.channel = channel;
  }

  StreamSettings settings() {
    return streams.settings(channel);
  }

  /** When, within each keep-alive period, the sender's ticker ticks. */
  long keepAlivePhaseNanos() {
    long periodNanos = settings().keepAliveNanos();
    return periodNanos == 0
        ? 0
        : link.seed().fork("keep-alive", channel.label()).random().nextLong(periodNanos);
  }

  // ---- messages

  void send(MessageDelivered message) {
    Channel carrier = channel.carrier();
    if (carrier != null) {
      sendReply(message, streams.lane(reverse, carrier));
      return;
    }
    Connection connection = sending;
    if (connection != null && hasExpired(connection)) {
      connection.expire();
      connection = null;
    }
    if (connection != null) {
      write(connection.messages(), message);
    } else if (mayWait()) {
      hold(message);
      open();
    } else {
      sendElsewhere(message);
    }
  }

  private void sendReply(MessageDelivered message, Lane requests) {
    Connection connection = requests.receiving;
    TcpFlow replies = connection == null ? null : connection.replies();
    if (connection != null && connection.isReceiverOpen() && replies != null) {
      write(replies, message);
    } else {
      post.refuse(message, DropReason.NOT_CONNECTED);
    }
  }

  private void write(TcpFlow flow, MessageDelivered message) {
    if (flow.backlog() >= settings().bufferMessages()) {
      post.refuse(message, DropReason.BUFFER_FULL);
    } else {
      flow.send(message);
    }
  }

  private void hold(MessageDelivered message) {
    ArrayDeque<MessageDelivered> line = waiting;
    if (line == null) {
      line = new ArrayDeque<>(1);
      waiting = line;
    }
    if (line.size() >= settings().bufferMessages()) {
      post.refuse(message, DropReason.BUFFER_FULL);
    } else {
      line.add(message);
    }
  }

  private Iterable<MessageDelivered> takeWaiting() {
    Iterable<MessageDelivered> taken = waiting == null ? List.of() : waiting;
    waiting = null;
    return taken;
  }

  /** Whoever dials for its own messages waits; a stream's sender waits for the first dial only. */
  private boolean mayWait() {
    return settings().dialer() == Dialer.SENDER || (!triedBefore && isRunning(receiver()));
  }

  private void sendElsewhere(MessageDelivered message) {
    Channel fallback = settings().fallback();
    if (fallback == null) {
      post.refuse(message, DropReason.NOT_CONNECTED);
    } else {
      streams.lane(link, fallback).send(message);
    }
  }

  /** A server closes what was quiet for too long and has no keep-alive; noticed at the next use. */
  private boolean hasExpired(Connection connection) {
    StreamSettings habits = settings();
    TcpFlow flow = connection.messages();
    return habits.readTimeoutNanos() > 0
        && habits.keepAliveNanos() == 0
        && flow.isCalm()
        && post.queue.nowNanos() - flow.lastActivityNanos() > habits.readTimeoutNanos();
  }

  private void flush(Connection connection) {
    takeWaiting().forEach(message -> write(connection.messages(), message));
  }

  // ---- dialling

  /** Opens the lane's connection unless there is one, or one is being opened. */
  void open() {
    Connection usable = settings().dialer() == Dialer.SENDER ? sending : receiving;
    if (channel.carrier() != null || usable != null || dial != null || redialScheduled) {
      return;
    }
    if (!isRunning(dialer()) || isFrozen(dialer())) {
      return;
    }
    long earliestNanos = lastDialNanos < 0 ? 0 : lastDialNanos + settings().redialNanos();
    if (earliestNanos <= post.queue.nowNanos()) {
      startDial();
    } else {
      redialScheduled = true;
      redialHandle = post.queue.schedule(earliestNanos, ignored -> onRedialDue(), null);
    }
  }

  private void onRedialDue() {
    redialScheduled = false;
    open();
  }

  private void startDial() {
    lastDialNanos = post.queue.nowNanos();
    Dial attempt = new Dial(post, dialer(), acceptor(), this);
    dial = attempt;
    attempt.start(settings().dialTimeoutNanos());
  }

  @Override
  public void onEstablished(long roundTripNanos) {
    dial = null;
    Connection connection = new Connection(this, roundTripNanos);
    receiving = connection;
    if (settings().dialer() == Dialer.RECEIVER) {
      sendHello(connection, connection.messages().rtoNanos());
      return;
    }
    triedBefore = true;
    sending = connection;
    post.connected(sender(), receiver(), channel);
    flush(connection);
  }

  @Override
  public void onFailed() {
    dial = null;
    triedBefore = true;
    boolean senderDials = settings().dialer() == Dialer.SENDER;
    for (MessageDelivered message : takeWaiting()) {
      if (senderDials) {
        post.refuse(message, DropReason.NOT_CONNECTED);
      } else {
        sendElsewhere(message);
      }
    }
    if (!senderDials) {
      open();
    }
  }

  /** The receiver asks for its stream: rafthttp's GET, after which the sender may write. */
  private void sendHello(Connection connection, long retryNanos) {
    if (!connection.isReceiverOpen()) {
      return;
    }
    if (isFrozen(receiver())) {
      postpone(receiver(), () -> sendHello(connection, retryNanos));
      return;
    }
    long now = post.queue.nowNanos();
    long arrivalNanos = reverse.transmit(now, HELLO_BYTES);
    if (arrivalNanos >= 0 && !reverse.isDamaged()) {
      post.queue.schedule(arrivalNanos, ignored -> onHello(connection), null);
    } else {
      long againNanos = KernelTimer.dueNanos(now, retryNanos);
      post.queue.schedule(againNanos, ignored -> sendHello(connection, 2 * retryNanos), null);
    }
  }

  private void onHello(Connection connection) {
    if (!connection.isSenderOpen()) {
      return;
    }
    if (isFrozen(sender())) {
      postpone(sender(), () -> onHello(connection));
      return;
    }
    triedBefore = true;
    Connection former = sending;
    sending = connection;
    if (former != null) {
      former.replace();
    }
    post.connected(sender(), receiver(), channel);
    long answerNanos = link.transmitAck(post.queue.nowNanos());
    if (answerNanos >= 0) {
      post.queue.schedule(answerNanos, ignored -> onHelloAnswered(connection), null);
    }
    flush(connection);
  }

  private void onHelloAnswered(Connection connection) {
    if (connection.isReceiverOpen()) {
      post.connected(receiver(), sender(), channel);
    }
  }

  // ---- ends

  @Override
  public void onSocketClosed(Connection connection, boolean atSender) {
    if (atSender && sending == connection) {
      sending = null;
    }
    if (!atSender && receiving == connection) {
      receiving = null;
      if (settings().dialer() == Dialer.RECEIVER) {
        open();
      }
    }
  }

  /** Either node gives the lane up; nothing is dialled until it is used again. */
  void abandon() {
    cancelDial();
    boolean senderDials = settings().dialer() == Dialer.SENDER;
    lastDialNanos = -1;
    triedBefore = false;
    refuseWaiting();
    Connection connection = senderDials ? sending : receiving;
    if (connection != null) {
      sending = null;
      receiving = null;
      connection.abandon(senderDials);
    }
  }

  void onProcessDied(NodeId node) {
    if (node.equals(dialer())) {
      cancelDial();
    }
    takePostponed(node);
    if (node.equals(sender())) {
      takeWaiting().forEach(message -> post.drop(message, DropReason.PROCESS_DOWN));
    }
    Connection written = sending;
    Connection read = receiving;
    if (written != null) {
      written.onProcessDied(node);
    }
    if (read != null && read != written) {
      read.onProcessDied(node);
    }
  }

  /** A process began: the streams that it reads it dials at once. */
  void onProcessBegan(NodeId node) {
    if (settings().dialer() == Dialer.RECEIVER && node.equals(receiver())) {
      lastDialNanos = -1;
      open();
    }
  }

  /** A process goes on: it does what it had to put off, and sees what it has lost meanwhile. */
  void onProcessThawed(NodeId node) {
    takePostponed(node).forEach(due -> due.action().run());
    if (receiving != null) {
      receiving.onProcessThawed();
    }
    boolean reads = settings().dialer() == Dialer.RECEIVER;
    if (node.equals(dialer()) && (reads || waiting != null)) {
      open();
    }
  }

  private void postpone(NodeId node, Runnable action) {
    List<Postponed> more = new ArrayList<>(postponed);
    more.add(new Postponed(node, action));
    postponed = more;
  }

  /** What a node has put off, which it now does or never will. */
  private List<Postponed> takePostponed(NodeId node) {
    List<Postponed> taken = new ArrayList<>(0);
    List<Postponed> left = new ArrayList<>(0);
    for (Postponed due : postponed) {
      (due.node().equals(node) ? taken : left).add(due);
    }
    postponed = left.isEmpty() ? List.of() : left;
    return taken;
  }

  void onLinksChanged() {
    if (receiving != null) {
      receiving.onLinksChanged();
    }
  }

  private void cancelDial() {
    if (dial != null) {
      dial.cancel();
      dial = null;
    }
    if (redialScheduled) {
      post.queue.cancel(redialHandle);
      redialScheduled = false;
    }
  }

  private void refuseWaiting() {
    takeWaiting().forEach(message -> post.refuse(message, DropReason.NOT_CONNECTED));
  }

  // ---- who is who

  private NodeId sender() {
    return link.from.node();
  }

  private NodeId receiver() {
    return link.to.node();
  }

  private NodeId dialer() {
    return settings().dialer() == Dialer.SENDER ? sender() : receiver();
  }

  private NodeId acceptor() {
    return settings().dialer() == Dialer.SENDER ? receiver() : sender();
  }

  private boolean isFrozen(NodeId node) {
    return post.fabric.host(node).frozen;
  }

  private boolean isRunning(NodeId node) {
    return post.fabric.host(node).running;
  }
}
