package dev.skew.world.service;

/**
 * How one service calls another.
 *
 * @param share of the caller's requests that need the callee
 * @param optional whether a request succeeds without it
 * @param timeoutNanos after which an attempt is given up
 * @param bulkhead most calls of one instance under way at a time, 0 for no limit
 */
public record EdgeSettings(
    EdgeName name,
    double share,
    boolean optional,
    long timeoutNanos,
    int bulkhead,
    Backoff retry,
    RetryBudget.Settings budget,
    CircuitBreaker.Settings breaker,
    ReadCache.Settings cache) {

  public EdgeSettings {
    if (timeoutNanos <= 0 || bulkhead < 0) {
      throw new IllegalArgumentException(
          "timeout must be positive and bulkhead not negative, got "
              + timeoutNanos
              + " ns and "
              + bulkhead);
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share must lie in [0, 1], got " + share);
    }
  }

  public EdgeSettings withTimeout(long nanos) {
    return new EdgeSettings(name, share, optional, nanos, bulkhead, retry, budget, breaker, cache);
  }

  public EdgeSettings withRetry(Backoff other) {
    return new EdgeSettings(
        name, share, optional, timeoutNanos, bulkhead, other, budget, breaker, cache);
  }

  public EdgeSettings withBudget(RetryBudget.Settings other) {
    return new EdgeSettings(
        name, share, optional, timeoutNanos, bulkhead, retry, other, breaker, cache);
  }

  public EdgeSettings withBreaker(CircuitBreaker.Settings other) {
    return new EdgeSettings(
        name, share, optional, timeoutNanos, bulkhead, retry, budget, other, cache);
  }

  public EdgeSettings withCache(ReadCache.Settings other) {
    return new EdgeSettings(
        name, share, optional, timeoutNanos, bulkhead, retry, budget, breaker, other);
  }
}
