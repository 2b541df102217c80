package dev.skew.world.network;

/**
 * How many packets may be under way, as Linux counts.
 *
 * <p>Slow start, then CUBIC's Reno-friendly line (one packet more for each 15/8 windows
 * acknowledged; at the small windows of request traffic CUBIC's own curve lies below it), and only
 * while the window is what limits the sender ({@code tcp_is_cwnd_limited}). A loss leaves 0.7 of
 * the window, at least two (RFC 9438). During recovery proportional rate reduction (RFC 6937,
 * {@code tcp_cwnd_reduction}) lets about as many packets out as arrive: after a retransmission from
 * a small window nothing else may be sent, so that losing it costs a time-out.
 */
class CongestionWindow extends RoundTrip {

  private static final int INITIAL = 10;
  private static final int MINIMUM = 2;
  private static final int UNKNOWN = Integer.MAX_VALUE;

  private int packets = INITIAL;
  private int threshold = UNKNOWN;
  private int ackedSinceGrowth;
  private int peakInFlight;
  private boolean limited;
  private long roundEnd;

  private boolean reducing;
  private int reductionDelivered;
  private int reductionSent;

  private int packetsBefore = INITIAL;
  private int thresholdBefore = UNKNOWN;

  CongestionWindow(long handshakeNanos) {
    super(handshakeNanos);
  }

  int windowPackets() {
    return packets;
  }

  /** Notes a transmission and how much is under way after it. */
  void onSent(int sent, int inFlight) {
    reductionSent += sent;
    peakInFlight = Math.max(peakInFlight, inFlight);
    limited |= inFlight >= packets;
  }

  /** Data was acknowledged in order while nothing is being reduced. */
  void onAcked(int acked, long firstUnacked, long next, int inFlight) {
    if (packets < threshold) {
      if (limited || packets < 2 * peakInFlight) {
        packets += acked;
      }
    } else if (limited) {
      ackedSinceGrowth += acked;
      int needed = Math.max(1, packets * 15 / 8);
      if (ackedSinceGrowth >= needed) {
        ackedSinceGrowth -= needed;
        packets++;
      }
    }
    if (firstUnacked > roundEnd) {
      roundEnd = next;
      peakInFlight = inFlight;
      limited = false;
    }
  }

  /** Later acknowledgements showed a loss: recovery begins. */
  void onLoss() {
    remember();
    threshold = reduced();
    reducing = true;
    reductionDelivered = 0;
    reductionSent = 0;
  }

  boolean isReducing() {
    return reducing;
  }

  /**
   * One acknowledgement during recovery.
   *
   * @param delivered packets newly known to have arrived
   * @param advanced whether it acknowledged data in order
   * @param newlyLost whether it showed a further loss
   */
  void onReductionAck(int delivered, int inFlight, boolean advanced, boolean newlyLost) {
    if (delivered <= 0) {
      return;
    }
    reductionDelivered += delivered;
    int space = threshold - inFlight;
    int send;
    if (space < 0) {
      long share = (long) threshold * reductionDelivered + packetsBefore - 1;
      send = (int) (share / packetsBefore) - reductionSent;
    } else {
      send = Math.max(reductionDelivered - reductionSent, delivered);
      if (advanced && !newlyLost) {
        send++;
      }
      send = Math.min(space, send);
    }
    packets = inFlight + Math.max(send, reductionSent == 0 ? 1 : 0);
  }

  /** Recovery is complete. */
  void onRecovered() {
    if (reducing) {
      packets = threshold;
      reducing = false;
    }
  }

  /**
   * The retransmission timer fired.
   *
   * @param again the episode was punished already
   */
  void onTimeout(boolean again, int inFlight) {
    if (!again) {
      remember();
      threshold = reduced();
    }
    reducing = false;
    packets = inFlight + 1;
  }

  /** A tail loss probe repaired a loss. */
  void onProbeRepaired() {
    threshold = reduced();
    packets = threshold;
  }

  /** What looked like a loss was a delay. */
  void undo() {
    reducing = false;
    packets = Math.max(packets, packetsBefore);
    threshold = Math.max(threshold, thresholdBefore);
  }

  /** After a pause the path is not known any more: {@code tcp_slow_start_after_idle}. */
  void onIdle() {
    if (threshold != UNKNOWN) {
      threshold = Math.max(threshold, packets - packets / 4);
    }
    packets = Math.min(packets, INITIAL);
  }

  private int reduced() {
    return Math.max(MINIMUM, packets * 717 / 1024);
  }

  private void remember() {
    packetsBefore = packets;
    thresholdBefore = threshold;
    ackedSinceGrowth = 0;
  }
}
