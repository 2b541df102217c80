package dev.skew.benchmarks;

/**
 * The work that every competitor does: a fixed number of messages is under way between a hundred
 * entities; whoever gets one folds (time, entity) into a hash, draws whom to send the next one and
 * how long that takes, and sends it. Two competitors did the same if their hashes are equal.
 */
public final class HopWork {

  static final int ENTITIES = 100;

  /** Delays are uniform in 1 to 2^28. */
  private static final int DELAY_BITS = 28;

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final int pending;
  private final long hops;
  private final long originNanos;
  private final Stopwatch stopwatch = new Stopwatch();

  private long state = 42;
  private long hash = 0x6a09e667f3bcc908L;
  private long delivered;

  /**
   * @param pending messages under way at any time
   * @param hops deliveries after which the work is done
   * @param originNanos instant of the competitor's clock that counts as 0
   */
  HopWork(int pending, long hops, long originNanos) {
    this.pending = pending;
    this.hops = hops;
    this.originNanos = originNanos;
  }

  HopWork(int pending, long hops) {
    this(pending, hops, 0);
  }

  int pending() {
    return pending;
  }

  /** Whom the next message goes to; comes before {@link #drawDelay}. */
  int drawEntity() {
    return (int) (((draw() >>> 32) * ENTITIES) >>> 32);
  }

  /** How long the next message takes. */
  long drawDelay() {
    return 1 + (draw() >>> (Long.SIZE - DELAY_BITS));
  }

  /** A message arrived; false when it was the last one that counts, or came after it. */
  boolean deliver(long atNanos, int entity) {
    if (delivered == 0) {
      stopwatch.start();
    }
    if (delivered == hops) {
      return false;
    }
    long fact = (atNanos - originNanos) ^ ((long) entity << 56);
    hash = Long.rotateLeft((hash ^ fact) * GOLDEN_GAMMA, 29);
    if (++delivered < hops) {
      return true;
    }
    stopwatch.stop();
    return false;
  }

  boolean isDone() {
    return delivered == hops;
  }

  /** What happened, in which order. */
  long trajectory() {
    if (!isDone()) {
      throw new IllegalStateException("stopped after " + delivered + " of " + hops + " hops");
    }
    return hash;
  }

  /** What the hops cost, from the first to the last, starting and stopping left out. */
  long costNanos() {
    return stopwatch.costNanos();
  }

  /** SplitMix64, as Skew's own streams. */
  private long draw() {
    state += GOLDEN_GAMMA;
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
