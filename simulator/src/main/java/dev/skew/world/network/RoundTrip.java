package dev.skew.world.network;

/**
 * The retransmission time-out: RFC 6298 as Linux computes it ({@code tcp_rtt_estimator}), where the
 * variance, not their sum, is kept above 200 ms: {@code RTO = srtt + max(200 ms, 4 mdev)}. On a
 * path of 10 ms that is 210 ms.
 */
class RoundTrip {

  static final long MIN_VARIANCE_NANOS = 200_000_000L;
  private static final long MAX_RTO_NANOS = 120_000_000_000L;

  private long smoothedNanos;
  private long deviationNanos; // four times the mean deviation
  private long varianceNanos;
  private long largestDeviationNanos;
  private long roundEnd;
  private long rtoNanos;
  private long minNanos = Long.MAX_VALUE;

  /** Starts with the time that the handshake took. */
  RoundTrip(long handshakeNanos) {
    long sample = Math.max(1, handshakeNanos);
    smoothedNanos = sample;
    deviationNanos = 2 * sample;
    varianceNanos = Math.max(deviationNanos, MIN_VARIANCE_NANOS);
    largestDeviationNanos = varianceNanos;
    minNanos = sample;
    setRto();
  }

  long smoothedNanos() {
    return smoothedNanos;
  }

  /** The least ever seen; Linux forgets after five minutes, which no path here needs. */
  long minNanos() {
    return minNanos;
  }

  long rtoNanos() {
    return rtoNanos;
  }

  void doubleRto() {
    rtoNanos = Math.min(2 * rtoNanos, MAX_RTO_NANOS);
  }

  /**
   * Takes a sample and ends any backing off.
   *
   * @param acked first sequence number not acknowledged yet
   * @param next next sequence number to be sent; marks where the present round trip ends
   */
  void sample(long nanos, long acked, long next) {
    long sample = Math.max(1, nanos);
    minNanos = Math.min(minNanos, sample);
    long error = sample - smoothedNanos;
    smoothedNanos += error / 8;
    long growth = Math.abs(error) - deviationNanos / 4;
    // A shrinking path calms the estimate eight times slower than a growing one excites it.
    deviationNanos += error < 0 && growth > 0 ? growth / 8 : growth;
    if (deviationNanos > largestDeviationNanos) {
      largestDeviationNanos = deviationNanos;
      varianceNanos = Math.max(varianceNanos, largestDeviationNanos);
    }
    if (acked > roundEnd) {
      if (largestDeviationNanos < varianceNanos) {
        varianceNanos -= (varianceNanos - largestDeviationNanos) / 4;
      }
      roundEnd = next;
      largestDeviationNanos = MIN_VARIANCE_NANOS;
    }
    setRto();
  }

  private void setRto() {
    rtoNanos = Math.min(smoothedNanos + varianceNanos, MAX_RTO_NANOS);
  }
}
