package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import org.jspecify.annotations.Nullable;

/**
 * How a TCP sender finds out what was lost and sends it again, as Linux 6 does with its defaults:
 * SACK, RACK and tail loss probes (RFC 8985; {@code tcp_recovery.c}, {@code
 * tcp_schedule_loss_probe}), the retransmission timer with doubling (RFC 6298; {@code
 * tcp_enter_loss}), small segments sharing a packet when they are sent again ({@code
 * tcp_retrans_try_collapse}), and undoing by timestamps what a delay caused (RFC 3522). Left out:
 * F-RTO's preference for new data, compression of SACKs.
 */
final class LossRecovery implements EventTarget {

  private static final long PROBE_SLACK_NANOS = 2_000_000;
  private static final int MAX_RETRIES = 15; // net.ipv4.tcp_retries2
  private static final int DUPLICATE_THRESHOLD = 3;
  private static final long NONE = -1;

  private enum State {
    OPEN,
    RECOVERY,
    LOSS
  }

  private enum Timer {
    NONE,
    LOSS_PROBE,
    REORDERING,
    RETRANSMISSION
  }

  private final EventQueue queue;
  private final TcpFlow flow;
  private final SegmentRing ring;
  private final RoundTrip roundTrip;
  private final CongestionWindow window;

  private boolean active;
  private State state = State.OPEN;
  private long recoveryEnd; // sequence whose acknowledgement ends the episode
  private long firstRetransmissionNanos = NONE; // in the episode
  private boolean undoable; // the last episode reduced the window and nothing took that back
  private int unprovenRetransmissions; // of the last episode: not known to be needless
  private int retries;
  private long probeEnd = NONE; // SND.NXT at the time of the last tail loss probe
  private boolean probeWasRetransmission;
  private Timer timer = Timer.NONE;
  private long timerHandle;
  private final Rack rack;

  LossRecovery(EventQueue queue, TcpFlow flow) {
    this.queue = queue;
    this.flow = flow;
    this.ring = flow;
    this.roundTrip = flow;
    this.window = flow;
    this.rack = new Rack(flow, flow);
  }

  boolean isActive() {
    return active;
  }

  void begin() {
    active = true;
    state = State.OPEN;
    retries = 0;
    probeEnd = NONE;
    rack.begin();
    firstRetransmissionNanos = NONE;
  }

  void stop() {
    cancelTimer();
  }

  /** Nothing sent will be acknowledged any more: make sure that a timer finds out. */
  void onReceiverClosed() {
    if (timer == Timer.NONE && !ring.isEmpty()) {
      arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
    }
  }

  // ---- sending

  /** Sends what waits, as far as the window allows. */
  void sendPending() {
    int outBefore = packetsOut();
    boolean sent = false;
    while (flow.hasPending()) {
      int room = window.windowPackets() - inFlight();
      if (room <= 0) {
        break;
      }
      int before = inFlight();
      flow.sendNextPending(room);
      int after = inFlight();
      window.onSent(after - before, after);
      sent = true;
    }
    if (sent) {
      onNewDataSent(outBefore);
    }
  }

  /** Sets the timer after new data, as {@code tcp_event_new_data_sent} and its callers do. */
  void onNewDataSent(int packetsOutBefore) {
    if (canProbe()) {
      armProbe(rtoLeftOfHead());
    } else if (packetsOutBefore == 0) {
      arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
    } else if (timer == Timer.LOSS_PROBE || timer == Timer.NONE) {
      arm(Timer.RETRANSMISSION, rtoLeftOfHead());
    }
  }

  private int packetsOut() {
    int packets = 0;
    for (long i = ring.first(); i < ring.next(); i++) {
      packets += ring.at(i).packets;
    }
    return packets;
  }

  private int inFlight() {
    int packets = 0;
    for (long i = ring.first(); i < ring.next(); i++) {
      Segment segment = ring.at(i);
      if (!segment.acked && !segment.lost) {
        packets += segment.packets;
      }
    }
    return packets;
  }

  private void retransmitLost() {
    long i = ring.first();
    while (i < ring.next()) {
      if (!ring.at(i).lost) {
        i++;
        continue;
      }
      if (inFlight() >= window.windowPackets()) {
        return;
      }
      i = retransmit(i);
      window.onSent(1, inFlight());
    }
  }

  /** Sends a segment again, with as many small ones behind it as fit its packet. */
  private long retransmit(long first) {
    Segment head = ring.at(first);
    long end = first + 1;
    if (head.packets <= 1) {
      int space = TcpFlow.MAX_SEGMENT_BYTES - head.bytes;
      while (end < ring.next() && fits(ring.at(end), space)) {
        space -= ring.at(end).bytes;
        end++;
      }
    }
    if (firstRetransmissionNanos == NONE) {
      firstRetransmissionNanos = queue.nowNanos();
    }
    detach(end);
    unprovenRetransmissions++;
    flow.transmit(first, end, true);
    if (first == ring.first() && timer != Timer.REORDERING) {
      arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
    }
    return end;
  }

  private static boolean fits(Segment segment, int space) {
    return !segment.acked && segment.packets <= 1 && segment.bytes <= space;
  }

  /** A segment that shared a packet with one that now leaves it counts by itself. */
  private void detach(long sequence) {
    if (sequence < ring.next() && ring.at(sequence).packets == 0) {
      ring.at(sequence).packets = 1;
    }
  }

  // ---- acknowledgements

  void onAck(TcpFlow.Ack ack) {
    long now = queue.nowNanos();
    long headSentNanos = ring.isEmpty() ? now : ring.at(ring.first()).sentNanos;
    long firstBefore = ring.first();
    int delivered = markAcknowledged(ack, now);
    boolean older = delivered > 0 && rack.sentNanos() <= headSentNanos;
    removeAcknowledged();
    boolean advanced = ring.first() > firstBefore;
    if (ack.duplicate()) {
      onDuplicateReported();
    }
    if (advanced) {
      retries = 0;
      onAdvance(ack);
    }
    boolean found = delivered > 0 && findLost(now);
    adjustWindow(delivered, advanced, found);
    if ((advanced || older) && timer != Timer.REORDERING && !ring.isEmpty()) {
      resetTimer();
    }
    if (state != State.OPEN) {
      retransmitLost();
    }
    sendPending();
    settle();
  }

  /**
   * A DSACK. When every retransmission of an episode was needless nothing was lost, and the window
   * is what it was ({@code tcp_try_undo_dsack}).
   */
  private void onDuplicateReported() {
    if (probeEnd != NONE && probeWasRetransmission) {
      probeEnd = NONE; // the probe was needless, which is no news about reordering
      return;
    }
    rack.onNeedlessRetransmission();
    if (undoable && --unprovenRetransmissions == 0) {
      undoable = false;
      window.undo();
      forgetLosses();
      open();
    }
  }

  private void adjustWindow(int delivered, boolean advanced, boolean newlyLost) {
    if (window.isReducing()) {
      window.onReductionAck(delivered, inFlight(), advanced, newlyLost);
    } else if (advanced) {
      window.onAcked(delivered, ring.first(), ring.next(), inFlight());
    }
  }

  private void settle() {
    if (!ring.isEmpty()) {
      if (timer == Timer.NONE) {
        arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
      }
    } else if (!flow.hasPending()) {
      cancelTimer();
      active = false;
      flow.onSettled();
    }
  }

  /** Returns how many packets became known to have arrived, at least one if any segment did. */
  private int markAcknowledged(TcpFlow.Ack ack, long now) {
    boolean any = false;
    int packets = 0;
    long sampleNanos = NONE;
    for (long i = ring.first(); i < ring.next(); i++) {
      Segment segment = ring.at(i);
      if (segment.acked || !segment.isReceivedBy(ack.sentNanos())) {
        continue;
      }
      any = true;
      segment.acked = true;
      packets += segment.packets;
      rack.onArrived(segment, i, now);
      if (!segment.retransmitted) {
        sampleNanos = now - segment.sentNanos;
      }
    }
    if (sampleNanos != NONE) {
      roundTrip.sample(sampleNanos, ring.first(), ring.next());
    }
    return any ? Math.max(1, packets) : 0;
  }

  private void removeAcknowledged() {
    while (!ring.isEmpty() && ring.at(ring.first()).acked && ring.first() < flow.nextExpected()) {
      ring.removeFirst();
    }
  }

  private void onAdvance(TcpFlow.Ack ack) {
    followProbe();
    if (state == State.OPEN) {
      return;
    }
    if (ack.echoNanos() < firstRetransmissionNanos) {
      undoable = false;
      window.undo();
      forgetLosses();
      open();
    } else if (ring.first() >= recoveryEnd) {
      window.onRecovered();
      open();
    }
  }

  /**
   * A probe that sent something again repaired a loss when data sent after it is acknowledged and
   * no DSACK came before ({@code tcp_process_tlp_ack}).
   */
  private void followProbe() {
    if (probeEnd == NONE || ring.first() < probeEnd) {
      return;
    }
    if (!probeWasRetransmission) {
      probeEnd = NONE;
    } else if (ring.first() > probeEnd) {
      probeEnd = NONE;
      if (state == State.OPEN) {
        window.onProbeRepaired();
      }
    }
  }

  private void forgetLosses() {
    for (long i = ring.first(); i < ring.next(); i++) {
      ring.at(i).lost = false;
    }
  }

  private void open() {
    state = State.OPEN;
    firstRetransmissionNanos = NONE;
  }

  // ---- what is lost

  /**
   * Looks for losses; what needs more time to tell gets a timer. Returns whether more is lost than
   * before.
   */
  private boolean findLost(long now) {
    boolean found = rack.markLost(now, reorderingWindowNanos());
    if (found && state == State.OPEN) {
      enterRecovery();
    }
    if (rack.waitNanos() > 0) {
      arm(Timer.REORDERING, rack.waitNanos() + PROBE_SLACK_NANOS);
    } else if (timer == Timer.REORDERING) {
      arm(Timer.RETRANSMISSION, rtoLeftOfHead());
    }
    return found;
  }

  private long reorderingWindowNanos() {
    boolean sure = state != State.OPEN || countAckedOutOfOrder() >= DUPLICATE_THRESHOLD;
    return rack.reorderingWindowNanos(sure);
  }

  private int countAckedOutOfOrder() {
    int count = 0;
    for (long i = ring.first(); i < ring.next(); i++) {
      if (ring.at(i).acked) {
        count++;
      }
    }
    return count;
  }

  private void enterRecovery() {
    state = State.RECOVERY;
    recoveryEnd = ring.next();
    probeEnd = NONE;
    firstRetransmissionNanos = NONE;
    window.onLoss();
    allowUndo();
  }

  private void allowUndo() {
    undoable = true;
    unprovenRetransmissions = 0;
  }

  // ---- timers

  @Override
  public void onEvent(@Nullable Object payload) {
    Timer fired = timer;
    timer = Timer.NONE;
    switch (fired) {
      case NONE -> {}
      case LOSS_PROBE -> onProbeTimer();
      case REORDERING -> onReorderingTimer();
      case RETRANSMISSION -> onRetransmissionTimer();
    }
  }

  private void onProbeTimer() {
    if (probeEnd != NONE) {
      arm(Timer.RETRANSMISSION, rtoLeftOfHead());
      return;
    }
    probeWasRetransmission = !flow.hasPending();
    if (probeWasRetransmission) {
      long last = ring.next() - 1;
      while (last > ring.first() && ring.at(last).packets == 0) {
        last--;
      }
      flow.transmit(last, ring.next(), true);
    } else {
      flow.sendNextPending(1);
    }
    probeEnd = ring.next();
    arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
  }

  private void onReorderingTimer() {
    State before = state;
    findLost(queue.nowNanos());
    if (before == State.OPEN && state == State.RECOVERY) {
      window.onReductionAck(1, inFlight(), false, false);
    }
    if (state != State.OPEN) {
      retransmitLost();
    }
    if (timer == Timer.NONE) {
      arm(Timer.RETRANSMISSION, rtoLeftOfHead());
    }
  }

  private void onRetransmissionTimer() {
    if (retries >= MAX_RETRIES) {
      flow.onRetriesExhausted();
      return;
    }
    boolean again =
        state == State.LOSS ? retries > 0 : state == State.RECOVERY && ring.first() < recoveryEnd;
    retries++;
    probeEnd = NONE;
    markTimedOut(queue.nowNanos());
    state = State.LOSS;
    recoveryEnd = ring.next();
    window.onTimeout(again, inFlight());
    if (!again) {
      allowUndo();
    }
    roundTrip.doubleRto();
    retransmitLost();
    if (timer == Timer.NONE) {
      arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
    }
  }

  /** The head is lost, and all but what was sent within the last round trip. */
  private void markTimedOut(long now) {
    long windowNanos = reorderingWindowNanos();
    for (long i = ring.first(); i < ring.next(); i++) {
      Segment segment = ring.at(i);
      boolean recent = rack.nanosLeft(segment, windowNanos, now) > 0;
      if (!segment.acked && (i == ring.first() || !recent)) {
        segment.lost = true;
      }
    }
  }

  private void resetTimer() {
    if (canProbe()) {
      armProbe(roundTrip.rtoNanos());
    } else if (timer == Timer.LOSS_PROBE || timer == Timer.REORDERING) {
      arm(Timer.RETRANSMISSION, rtoLeftOfHead());
    } else {
      arm(Timer.RETRANSMISSION, roundTrip.rtoNanos());
    }
  }

  /** Probes are for a tail: nothing is known to be lost and nothing arrived out of order. */
  private boolean canProbe() {
    return state == State.OPEN && !ring.isEmpty() && countAckedOutOfOrder() == 0;
  }

  /** With a single packet out the receiver might delay its acknowledgement: wait for that too. */
  private void armProbe(long rtoLeftNanos) {
    long extraNanos = packetsOut() == 1 ? RoundTrip.MIN_VARIANCE_NANOS : PROBE_SLACK_NANOS;
    long nanos = 2 * roundTrip.smoothedNanos() + extraNanos;
    arm(Timer.LOSS_PROBE, Math.min(nanos, rtoLeftNanos));
  }

  private long rtoLeftOfHead() {
    Segment head = ring.at(ring.first());
    return Math.max(1, head.sentNanos + roundTrip.rtoNanos() - queue.nowNanos());
  }

  private void arm(Timer kind, long delayNanos) {
    cancelTimer();
    timer = kind;
    timerHandle = queue.schedule(KernelTimer.dueNanos(queue.nowNanos(), delayNanos), this, null);
  }

  private void cancelTimer() {
    if (timer != Timer.NONE) {
      queue.cancel(timerHandle);
      timer = Timer.NONE;
    }
  }
}
