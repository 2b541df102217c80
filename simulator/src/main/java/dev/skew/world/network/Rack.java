package dev.skew.world.network;

/**
 * RACK (RFC 8985, {@code tcp_recovery.c}): what was sent earlier than something that has arrived is
 * lost once a round trip and a little more have passed.
 */
final class Rack {

  private static final long NONE = -1;
  private static final int MAX_STEPS = 255;

  private final SegmentRing ring;
  private final RoundTrip roundTrip;

  // The latest sent of all transmissions that are known to have arrived.
  private long sentNanos = NONE;
  private long sequence;
  private long roundTripNanos;

  private boolean reorderingSeen;
  private int reorderingSteps = 1;
  private long highestArrived = NONE;
  private long waitNanos;

  Rack(SegmentRing ring, RoundTrip roundTrip) {
    this.ring = ring;
    this.roundTrip = roundTrip;
  }

  void begin() {
    sentNanos = NONE;
    roundTripNanos = roundTrip.smoothedNanos();
    highestArrived = NONE;
  }

  /** When the latest of all that arrived was sent, or -1. */
  long sentNanos() {
    return sentNanos;
  }

  /** A segment is known to have arrived. */
  void onArrived(Segment segment, long number, long now) {
    reorderingSeen |= !segment.retransmitted && number < highestArrived;
    highestArrived = Math.max(highestArrived, number);
    long tookNanos = now - segment.sentNanos;
    if (segment.retransmitted && tookNanos < roundTrip.minNanos()) {
      return; // too fast to be the answer to the retransmission
    }
    roundTripNanos = tookNanos;
    if (isSentAfter(segment.sentNanos, number, sentNanos, sequence)) {
      sentNanos = segment.sentNanos;
      sequence = number;
    }
  }

  /**
   * A DSACK told that something was sent again for nothing: be slower to judge, but only where the
   * path was seen to reorder ({@code tcp_dsack_seen}); else a lost acknowledgement is to blame.
   */
  void onNeedlessRetransmission() {
    if (reorderingSeen) {
      reorderingSteps = Math.min(reorderingSteps + 1, MAX_STEPS);
    }
  }

  /**
   * How much longer than a round trip a packet may take before it counts as lost.
   *
   * @param sure other signs say that there was a loss; counts until reordering has been seen
   */
  long reorderingWindowNanos(boolean sure) {
    if (sure && !reorderingSeen) {
      return 0;
    }
    return Math.min(roundTrip.minNanos() / 4 * reorderingSteps, roundTrip.smoothedNanos());
  }

  /** Marks what is lost; afterwards {@link #waitNanos} says how long the rest needs to tell. */
  boolean markLost(long now, long windowNanos) {
    waitNanos = 0;
    boolean found = false;
    for (long i = ring.first(); i < ring.next(); i++) {
      Segment segment = ring.at(i);
      if (segment.acked || segment.lost) {
        continue;
      }
      boolean isTorn = segment.torn == segment.sentNanos;
      if (!isTorn && !isSentAfter(sentNanos, sequence, segment.sentNanos, i)) {
        continue;
      }
      long leftNanos = isTorn ? 0 : nanosLeft(segment, windowNanos, now);
      if (leftNanos <= 0) {
        segment.lost = true;
        found = true;
      } else {
        waitNanos = Math.max(waitNanos, leftNanos);
      }
    }
    return found;
  }

  /** Zero when the last search left nothing open. */
  long waitNanos() {
    return waitNanos;
  }

  /** How long a segment still has before it should have been acknowledged. */
  long nanosLeft(Segment segment, long windowNanos, long now) {
    return segment.sentNanos + roundTripNanos + windowNanos - now;
  }

  private static boolean isSentAfter(long sent, long number, long otherSent, long otherNumber) {
    return sent > otherSent || (sent == otherSent && number > otherNumber);
  }
}
