package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.world.network.NetworkEvent.MessageDelivered;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a TCP connection: both ends' state, since the simulation sees both.
 *
 * <p>While nothing is lost or held up the flow is <em>calm</em>: a message costs one event, its
 * delivery, and acknowledgements are worked off when the next message is sent. The moment a packet
 * or its acknowledgement is lost, overtaken or later than the sender's timer, {@link LossRecovery}
 * takes over, with an event for each arrival, acknowledgement and timer, until all is acknowledged.
 *
 * <p>The receiver acknowledges every packet at once: it reads what arrives, and Linux answers when
 * a one-way connection's buffer has been read empty ({@code tcp_cleanup_rbuf}); recorded packet
 * counts of etcd's streams agree.
 */
final class TcpFlow extends SegmentRing implements EventTarget {

  /** Payload of a full packet: 1500 bytes less IP and TCP headers with timestamps. */
  static final int MAX_SEGMENT_BYTES = 1448;

  private static final int CONTROL_BYTES = 20;
  private static final long PROBE_SLACK_NANOS = 2_000_000;
  private static final long UNDRAWN = Long.MIN_VALUE;

  /** A transmission of segments reaches the receiver, or part of its packets do. */
  private record Arrival(
      long first, long end, long sentNanos, int packets, boolean torn, long ackNanos) {}

  /**
   * An acknowledgement reaches the sender.
   *
   * @param sentNanos everything that the receiver had at that instant is acknowledged: SACK blocks
   *     are taken to suffice
   * @param echoNanos when the transmission was sent that caused it: the echoed timestamp
   * @param duplicate whether the receiver had it all before: a DSACK
   */
  record Ack(long sentNanos, long echoNanos, boolean duplicate) {}

  /** What waits for the window. */
  private record Pending(Segment.Kind kind, @Nullable MessageDelivered message, int bytes) {}

  private final EventQueue queue;
  private final Fate fate;
  private final Link data;
  private final Link acks;
  private final FlowOwner owner;

  /** There from the first trouble on. */
  private @Nullable LossRecovery recovery;

  /** Null for nothing. */
  private @Nullable ArrayDeque<Pending> pending;

  private long nextExpected; // by the receiver: TCP's RCV.NXT
  private int packetsOut; // while calm
  private long lastArrivalNanos;
  private long latestAckNanos;
  private long lastSentNanos;
  private long lastActivityNanos;
  private boolean closed;

  TcpFlow(Post post, Link data, Link acks, FlowOwner owner, long handshakeNanos) {
    super(handshakeNanos);
    this.queue = post.queue;
    this.fate = post.fate;
    this.data = data;
    this.acks = acks;
    this.owner = owner;
    this.lastActivityNanos = queue.nowNanos();
    this.lastSentNanos = queue.nowNanos();
  }

  /** When the receiver last read something. */
  long lastActivityNanos() {
    return lastActivityNanos;
  }

  /** Moves {@link #lastActivityNanos} forward, for what is known to have arrived unsimulated. */
  void noteActivity(long nanos) {
    lastActivityNanos = Math.max(lastActivityNanos, nanos);
  }

  boolean isCalm() {
    return recovery == null || !recovery.isActive();
  }

  private LossRecovery recovery() {
    LossRecovery present = recovery;
    if (present == null) {
      present = new LossRecovery(queue, this);
      recovery = present;
    }
    return present;
  }

  private ArrayDeque<Pending> pending() {
    ArrayDeque<Pending> present = pending;
    if (present == null) {
      present = new ArrayDeque<>(1);
      pending = present;
    }
    return present;
  }

  /** Messages that wait in the sender and were never sent. */
  int backlog() {
    return pending == null ? 0 : pending.size();
  }

  // ---- sending

  void send(MessageDelivered message) {
    long now = queue.nowNanos();
    int bytes = Math.max(1, message.message().sizeBytes());
    if (isCalm()) {
      retireAcknowledged(now);
      int packets = packetsOf(bytes);
      if (packetsOut + packets <= windowPackets()) {
        sendAtOnce(message, bytes, packets, now);
        return;
      }
      holdUp(next());
    }
    pending().add(new Pending(Segment.Kind.DATA, message, bytes));
    recovery().sendPending();
  }

  /** Sends a few bytes that mean nothing, so that the receiver hears something. */
  void sendKeepAlive() {
    sendControl(Segment.Kind.KEEP_ALIVE);
  }

  /** Closes the sender's side once all before it has arrived. */
  void finish() {
    sendControl(Segment.Kind.FIN);
  }

  private void sendControl(Segment.Kind kind) {
    if (closed) {
      return;
    }
    if (isCalm()) {
      retireAcknowledged(queue.nowNanos());
      holdUp(next());
    }
    pending().add(new Pending(kind, null, CONTROL_BYTES));
    recovery().sendPending();
  }

  private void sendAtOnce(MessageDelivered message, int bytes, int packets, long now) {
    boolean wasIdle = isEmpty();
    if (wasIdle && now - lastSentNanos > rtoNanos()) {
      onIdle();
    }
    int outBefore = packetsOut;
    long sequence = next();
    Segment segment = push(Segment.Kind.DATA, null, bytes, packets);
    segment.sentNanos = now;
    lastSentNanos = now;
    fate.draw(data, now, bytes, packets);
    boolean arrives = fate.arrived() == packets;
    long ackNanos = arrives ? acks.transmitAck(fate.arrivalNanos()) : UNDRAWN;
    if (arrives && fate.arrivalNanos() >= lastArrivalNanos && isInTime(ackNanos, wasIdle, now)) {
      segment.missingPackets = 0;
      segment.receivedNanos = fate.arrivalNanos();
      segment.ackNanos = ackNanos;
      segment.scheduled = true;
      segment.handle = queue.schedule(fate.arrivalNanos(), this, message);
      lastArrivalNanos = fate.arrivalNanos();
      latestAckNanos = Math.max(latestAckNanos, ackNanos);
      packetsOut += packets;
      onSent(packets, packetsOut);
      return;
    }
    segment.message = message;
    holdUp(sequence);
    scheduleArrival(sequence, sequence + 1, now, ackNanos);
    recovery().onNewDataSent(outBefore);
  }

  /** Whether no timer of the sender can fire before every acknowledgement is back. */
  private boolean isInTime(long ackNanos, boolean wasIdle, long now) {
    if (ackNanos < 0) {
      return false;
    }
    long rtoNanos = rtoNanos();
    long patience = Math.min(2 * smoothedNanos() + PROBE_SLACK_NANOS, rtoNanos);
    return wasIdle
        ? ackNanos - now <= rtoNanos
        : Math.max(ackNanos, latestAckNanos) - now <= patience;
  }

  private void retireAcknowledged(long now) {
    while (!isEmpty() && first() < nextExpected) {
      Segment head = at(first());
      if (head.ackNanos > now) {
        return;
      }
      removeFirst();
      packetsOut -= head.packets;
      sample(head.ackNanos - head.sentNanos, first(), next());
      onAcked(head.packets, first(), next(), packetsOut);
    }
  }

  /** Hands over to {@link LossRecovery}: what was implied becomes events. */
  private void holdUp(long end) {
    recovery().begin();
    long now = queue.nowNanos();
    for (long i = first(); i < end; i++) {
      Segment segment = at(i);
      scheduleAck(
          Math.max(now, segment.ackNanos),
          new Ack(segment.receivedNanos, segment.sentNanos, false));
    }
    owner.onHeldUp(this);
  }

  /** The flow is calm again. */
  void onSettled() {
    packetsOut = 0;
    latestAckNanos = 0;
    lastArrivalNanos = queue.nowNanos();
  }

  boolean hasPending() {
    return pending != null && !pending.isEmpty();
  }

  /**
   * Sends what waits, as one transmission: small messages share a packet, as bytes written to a
   * socket do while the window is closed; a large message goes as far as there is room.
   *
   * @param room packets that the window lets through, at least one
   */
  void sendNextPending(int room) {
    long first = next();
    ArrayDeque<Pending> pending = pending();
    Pending head = pending.remove();
    int packets = packetsOf(head.bytes());
    if (packets > room) {
      int bytes = room * MAX_SEGMENT_BYTES;
      push(head.kind(), null, bytes, room);
      pending.addFirst(new Pending(head.kind(), head.message(), head.bytes() - bytes));
    } else {
      push(head.kind(), head.message(), head.bytes(), packets);
      int space = MAX_SEGMENT_BYTES - head.bytes();
      Pending next = pending.peek();
      while (next != null && next.bytes() <= space) {
        pending.remove();
        push(next.kind(), next.message(), next.bytes(), 0);
        space -= next.bytes();
        next = pending.peek();
      }
    }
    lastSentNanos = queue.nowNanos();
    transmit(first, next(), false);
  }

  private Segment push(
      Segment.Kind kind, @Nullable MessageDelivered message, int bytes, int packets) {
    Segment segment = push();
    segment.kind = kind;
    segment.message = message;
    segment.bytes = bytes;
    segment.packets = packets;
    segment.missingPackets = Math.max(1, packets);
    return segment;
  }

  /** Puts segments on the wire: one of several packets, or several in one packet. */
  void transmit(long first, long end, boolean again) {
    long now = queue.nowNanos();
    Segment head = at(first);
    int packets = 1;
    if (head.packets > 1) {
      packets = again ? Math.max(1, head.missingPackets) : head.packets;
    } else {
      head.packets = 1;
    }
    int bytes = 0;
    for (long i = first; i < end; i++) {
      Segment segment = at(i);
      segment.sentNanos = now;
      segment.lost = false;
      segment.retransmitted |= again;
      bytes += segment.bytes;
      if (i > first) {
        segment.packets = 0;
      }
    }
    if (again) {
      data.trouble().retransmittedPackets += packets;
    }
    fate.draw(data, now, bytes, packets);
    scheduleArrival(first, end, now, UNDRAWN);
  }

  private void scheduleArrival(long first, long end, long now, long ackNanos) {
    if (fate.arrived() > 0) {
      queue.schedule(
          fate.arrivalNanos(),
          this,
          new Arrival(first, end, now, fate.arrived(), fate.isTorn(), ackNanos));
    }
  }

  private void scheduleAck(long atNanos, Ack ack) {
    if (atNanos >= 0) {
      queue.schedule(atNanos, this, ack);
    }
  }

  private static int packetsOf(int bytes) {
    return (bytes + MAX_SEGMENT_BYTES - 1) / MAX_SEGMENT_BYTES;
  }

  // ---- receiving

  @Override
  public void onEvent(@Nullable Object payload) {
    if (closed) {
      return;
    }
    if (payload instanceof MessageDelivered message) {
      onCalmArrival(message);
    } else if (payload instanceof Arrival arrival) {
      onArrival(arrival);
    } else if (payload instanceof Ack ack && !isCalm()) {
      recovery().onAck(ack);
    }
  }

  private void onCalmArrival(MessageDelivered message) {
    Segment segment = at(nextExpected);
    segment.scheduled = false;
    nextExpected++;
    lastActivityNanos = queue.nowNanos();
    owner.onDelivery(data, message);
    if (!isCalm()) {
      deliverInOrder();
    }
  }

  private void onArrival(Arrival arrival) {
    if (!owner.isReceiverOpen(this)) {
      owner.onArrivalAtClosedReceiver(this);
      return;
    }
    boolean duplicate = accept(arrival);
    if (duplicate) {
      data.trouble().duplicatesReceived++;
    }
    if (!isCalm()) {
      long now = queue.nowNanos();
      long ackNanos = arrival.ackNanos() == UNDRAWN ? acks.transmitAck(now) : arrival.ackNanos();
      scheduleAck(ackNanos, new Ack(now, arrival.sentNanos(), duplicate));
    }
    deliverInOrder();
  }

  /** Returns whether the receiver had it all before. */
  private boolean accept(Arrival arrival) {
    long now = queue.nowNanos();
    boolean duplicate = true;
    for (long i = Math.max(arrival.first(), first()); i < arrival.end(); i++) {
      Segment segment = at(i);
      if (segment.isReceivedBy(now)) {
        continue;
      }
      duplicate = false;
      segment.missingPackets -= arrival.packets();
      if (segment.missingPackets <= 0) {
        segment.receivedNanos = now;
        unschedule(segment);
      } else if (arrival.torn()) {
        segment.torn = arrival.sentNanos();
      }
    }
    return duplicate;
  }

  private void deliverInOrder() {
    long now = queue.nowNanos();
    while (!closed && nextExpected < next() && owner.isReceiverOpen(this)) {
      Segment segment = at(nextExpected);
      if (segment.scheduled || !segment.isReceivedBy(now)) {
        return;
      }
      MessageDelivered message = segment.message;
      segment.message = null;
      nextExpected++;
      lastActivityNanos = now;
      if (segment.kind == Segment.Kind.FIN) {
        owner.onFin(this);
      } else if (message != null) {
        owner.onDelivery(data, message);
      }
    }
  }

  long nextExpected() {
    return nextExpected;
  }

  // ---- ends

  /** The receiver's socket is closed: what is under way will find nobody. */
  void onReceiverClosed() {
    if (closed) {
      return;
    }
    if (isCalm()) {
      retireAcknowledged(queue.nowNanos());
      holdUp(Math.min(nextExpected, next()));
    }
    for (long i = nextExpected; i < next(); i++) {
      Segment segment = at(i);
      unschedule(segment);
      segment.receivedNanos = -1;
      segment.acked = false;
      segment.missingPackets = Math.max(1, segment.packets);
    }
    recovery().onReceiverClosed();
  }

  /** The sender's socket is gone: nothing is sent any more, what did not arrive never will. */
  void abort() {
    if (closed) {
      return;
    }
    closed = true;
    if (recovery != null) {
      recovery.stop();
    }
    for (long i = nextExpected; i < next(); i++) {
      Segment segment = at(i);
      unschedule(segment);
      if (segment.message != null) {
        owner.onDropped(segment.message);
      }
    }
    while (hasPending()) {
      Pending waiting = pending().remove();
      if (waiting.message() != null) {
        owner.onDropped(waiting.message());
      }
    }
  }

  void onRetriesExhausted() {
    owner.onRetriesExhausted(this);
  }

  private void unschedule(Segment segment) {
    if (segment.scheduled) {
      segment.message = (MessageDelivered) queue.payload(segment.handle);
      queue.cancel(segment.handle);
      segment.scheduled = false;
    }
  }
}
