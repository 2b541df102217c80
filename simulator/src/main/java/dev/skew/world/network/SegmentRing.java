package dev.skew.world.network;

import static dev.skew.kernel.Checks.check;

import org.jspecify.annotations.Nullable;

/**
 * The segments sent and not yet acknowledged in order, by sequence number, in reused objects; one
 * at first, without an array, since most connections of a large cluster never hold more.
 */
class SegmentRing extends CongestionWindow {

  private final Segment only = new Segment();
  private Segment @Nullable [] segments;
  private long first;
  private long next;

  SegmentRing(long handshakeNanos) {
    super(handshakeNanos);
  }

  /** The oldest that is not acknowledged: TCP's SND.UNA. */
  long first() {
    return first;
  }

  /** The next to be sent: TCP's SND.NXT. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return first == next;
  }

  Segment at(long sequence) {
    Segment[] many = segments;
    return many == null ? only : many[(int) sequence & (many.length - 1)];
  }

  /** Appends a blank segment; its number is the former {@link #next}. */
  Segment push() {
    if (next - first == capacity()) {
      grow();
    }
    Segment segment = at(next++);
    segment.reset();
    return segment;
  }

  void removeFirst() {
    check(first < next, "no segment to remove at %d", first);
    at(first).message = null;
    first++;
  }

  private int capacity() {
    return segments == null ? 1 : segments.length;
  }

  private void grow() {
    Segment[] larger = newSegments(capacity() * 2);
    for (long i = first; i < next; i++) {
      larger[(int) i & (larger.length - 1)] = at(i);
    }
    segments = larger;
  }

  private static Segment[] newSegments(int size) {
    Segment[] fresh = new Segment[size];
    for (int i = 0; i < size; i++) {
      fresh[i] = new Segment();
    }
    return fresh;
  }
}
