package dev.skew.world.service;

/**
 * What an instance turns away although its queue has room.
 *
 * @param limit with {@link Policy#QUEUE_LENGTH}, how many may wait
 * @param targetNanos with {@link Policy#CODEL}, how long a request may wait while there is a
 *     standing queue
 * @param intervalNanos with {@link Policy#CODEL}, how long a request may wait otherwise, and after
 *     how long without an empty queue the queue counts as standing
 */
public record LoadShedding(Policy policy, int limit, long targetNanos, long intervalNanos) {

  /** Nothing is shed. The times are those of Maurer's article. */
  public static final LoadShedding OFF =
      new LoadShedding(Policy.NONE, 10, 5_000_000L, 100_000_000L);

  public LoadShedding {
    if (limit < 1 || targetNanos < 1 || intervalNanos < targetNanos) {
      throw new IllegalArgumentException(
          ("limit and target must be positive and the interval not below the target, got %d, %d ns"
                  + " and %d ns")
              .formatted(limit, targetNanos, intervalNanos));
    }
  }

  /** By what load is shed. */
  public enum Policy {
    NONE,
    /** Requests that are not critical, once so many wait. */
    QUEUE_LENGTH,
    /**
     * Requests that have waited too long, by the controlled delay that B. Maurer, "Fail at Scale",
     * ACM Queue 13(8), 2015, derives from CoDel (Nichols and Jacobson 2012).
     */
    CODEL,
    /** Every request that is not critical. */
    NON_CRITICAL
  }

  /** Whether a request is turned away on arrival. */
  boolean refuses(ServiceRequest request, int waiting) {
    return switch (policy) {
      case NONE, CODEL -> false;
      case QUEUE_LENGTH -> !request.critical() && waiting >= limit;
      case NON_CRITICAL -> !request.critical();
    };
  }

  /**
   * How long a request that arrives now may wait.
   *
   * @param sinceEmptyNanos how long ago the queue was empty last
   */
  long patienceNanos(long sinceEmptyNanos) {
    if (policy != Policy.CODEL) {
      return Long.MAX_VALUE;
    }
    return sinceEmptyNanos > intervalNanos ? targetNanos : intervalNanos;
  }
}
