package dev.skew.world.workload;

/**
 * How a client treats each of its requests.
 *
 * @param timeoutNanos after this long without an answer the client gives up on an attempt
 * @param retries how often it tries again after a failure or a time-out; 0 keeps every outcome
 *     honest
 * @param backoffNanos pause before the first retry, doubled before each further one
 * @param valueBytes size of every value
 * @param criticalShare share of the operations that count as critical
 */
public record RequestPolicy(
    long timeoutNanos, int retries, long backoffNanos, int valueBytes, double criticalShare) {

  public RequestPolicy {
    if (timeoutNanos <= 0) {
      throw new IllegalArgumentException("time-out must be positive, got " + timeoutNanos + " ns");
    }
    if (retries < 0 || retries > 20 || backoffNanos < 0) {
      throw new IllegalArgumentException(
          "retries must lie in [0, 20] with a backoff that is not negative, got "
              + retries
              + " and "
              + backoffNanos
              + " ns");
    }
    if (valueBytes < 0 || valueBytes > 16 << 20) {
      throw new IllegalArgumentException("value size must lie in [0, 16 MiB], got " + valueBytes);
    }
    if (!(criticalShare >= 0 && criticalShare <= 1)) {
      throw new IllegalArgumentException("critical share must lie in [0, 1], got " + criticalShare);
    }
  }

  /** One attempt, values of 100 bytes, nothing critical. */
  public static RequestPolicy withTimeout(long timeoutNanos) {
    return new RequestPolicy(timeoutNanos, 0, 0, 100, 0);
  }
}
