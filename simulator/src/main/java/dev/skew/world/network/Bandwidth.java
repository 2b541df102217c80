package dev.skew.world.network;

/**
 * How fast a link sends, and how much may wait for it; what does not fit is dropped at the tail.
 *
 * @param bitsPerSecond above zero, or 0 for no limit
 * @param queueBytes bytes that may wait, at least one packet
 */
public record Bandwidth(long bitsPerSecond, long queueBytes) {

  public static final Bandwidth UNLIMITED = new Bandwidth(0, Long.MAX_VALUE);

  /** netem's default {@code limit} of 1000 packets, at full size. */
  private static final long DEFAULT_QUEUE_BYTES = 1000 * 1500;

  public Bandwidth {
    if (bitsPerSecond < 0 || queueBytes < 1500) {
      throw new IllegalArgumentException(
          "bandwidth must not be negative and its queue must hold at least 1500 bytes, got "
              + bitsPerSecond
              + " bit/s and "
              + queueBytes
              + " bytes");
    }
  }

  public static Bandwidth of(long bitsPerSecond) {
    return new Bandwidth(bitsPerSecond, DEFAULT_QUEUE_BYTES);
  }

  boolean isLimited() {
    return bitsPerSecond > 0;
  }
}
