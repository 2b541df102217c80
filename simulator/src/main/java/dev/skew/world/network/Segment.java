package dev.skew.world.network;

import dev.skew.world.network.NetworkEvent.MessageDelivered;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a byte stream that is sent, acknowledged and lost as one: a message, or what the
 * window let through of a large one. Used again and again by its {@link SegmentRing}.
 */
final class Segment {

  /** What a segment carries. */
  enum Kind {
    DATA,
    KEEP_ALIVE,
    /** The sender closed its side; nothing follows. */
    FIN
  }

  Kind kind = Kind.DATA;

  /**
   * The message that is whole once this segment is there; null for a part, for no data, and while
   * {@link #scheduled}, when the event has it: of a thousand idle connections none need be touched
   * by a collector for what it carried last.
   */
  @Nullable MessageDelivered message;

  int bytes;

  /** Packets it was sent in; 0 when it shares the packet of the segment before. */
  int packets;

  /** When it was last sent. */
  long sentNanos;

  boolean retransmitted;

  /** The sender knows that it arrived. */
  boolean acked;

  /** The sender believes that its last transmission was lost and has not sent it again. */
  boolean lost;

  /** Packets that the receiver lacks. */
  int missingPackets;

  /** When the receiver had all of it; -1 until then. May lie ahead while nothing is held up. */
  long receivedNanos;

  /** The transmission of which the receiver saw later packets but not all; -1 for none. */
  long torn;

  /** When its acknowledgement arrives, while nothing is held up. */
  long ackNanos;

  /** Its delivery is an event of its own in the queue, with this handle. */
  boolean scheduled;

  long handle;

  void reset() {
    kind = Kind.DATA;
    message = null;
    retransmitted = false;
    acked = false;
    lost = false;
    receivedNanos = -1;
    torn = -1;
    ackNanos = -1;
    scheduled = false;
  }

  boolean isReceivedBy(long nanos) {
    return receivedNanos >= 0 && receivedNanos <= nanos;
  }
}
