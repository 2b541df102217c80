package dev.skew.world.network;

/** What becomes of one transmission's packets; the same object for all, used at once. */
final class Fate {

  private long arrivalNanos;
  private int arrived;
  private boolean torn;

  /** Sends packets over a link and notes what becomes of them. */
  void draw(Link link, long now, int bytes, int packets) {
    arrivalNanos = -1;
    arrived = 0;
    boolean lastArrived = false;
    int each = packets == 1 ? bytes : Math.min(bytes, TcpFlow.MAX_SEGMENT_BYTES);
    for (int i = 0; i < packets; i++) {
      long atNanos = link.transmit(now, each);
      lastArrived = atNanos >= 0 && !link.isDamaged();
      if (lastArrived) {
        arrived++;
        arrivalNanos = Math.max(arrivalNanos, atNanos);
      } else if (atNanos >= 0) {
        link.trouble().corruptedReceived++;
      }
      if (link.hasCopy()) {
        link.trouble().duplicatesReceived++;
      }
    }
    torn = lastArrived && arrived < packets;
  }

  /** When the last of those that arrive does; -1 when none does. */
  long arrivalNanos() {
    return arrivalNanos;
  }

  /** How many packets arrive. */
  int arrived() {
    return arrived;
  }

  /** Whether the last packet arrives but not all do. */
  boolean isTorn() {
    return torn;
  }
}
