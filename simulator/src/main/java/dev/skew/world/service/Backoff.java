package dev.skew.world.service;

import dev.skew.kernel.RandomSource;

/**
 * When a caller tries again: exponential backoff with the jitter that M. Brooker's "Exponential
 * Backoff And Jitter" (AWS Architecture Blog, 2015) calls full.
 *
 * @param retries after the first attempt
 * @param baseNanos upper bound of the pause before the first retry, doubled before each further one
 * @param capNanos where the doubling ends
 * @param jitter whether the pause is drawn from zero to its bound; without, callers that failed
 *     together come back together
 */
public record Backoff(int retries, long baseNanos, long capNanos, boolean jitter) {

  public Backoff {
    if (retries < 0 || baseNanos < 0 || capNanos < baseNanos) {
      throw new IllegalArgumentException(
          "retries and base must not be negative, and cap not below base, got %d, %d ns and %d ns"
              .formatted(retries, baseNanos, capNanos));
    }
  }

  /** Whether there may be another attempt after so many. */
  boolean allowsAnother(int attempts) {
    return attempts <= retries;
  }

  /**
   * The pause before the next attempt.
   *
   * @param attempts that have failed, from 1
   */
  long pauseNanos(int attempts, RandomSource random) {
    int doublings = Math.min(attempts - 1, 30);
    // A product that overflows is past any cap.
    long grown = baseNanos > capNanos >> doublings ? capNanos : baseNanos << doublings;
    long bound = Math.min(capNanos, grown);
    return jitter && bound > 0 ? random.nextLong(bound + 1) : bound;
  }
}
