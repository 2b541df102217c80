package dev.skew.world.clock;

/**
 * What one exchange with a server tells (RFC 5905, section 8).
 *
 * @param offsetNanos how far the server's clock is ahead of ours
 * @param delayNanos round trip less the time spent in the server
 */
public record NtpSample(long offsetNanos, long delayNanos) {

  /**
   * From the four timestamps of an exchange.
   *
   * @param sentNanos by our clock
   * @param arrivedNanos by the server's
   * @param answeredNanos by the server's
   * @param receivedNanos by our clock
   */
  public static NtpSample of(
      long sentNanos, long arrivedNanos, long answeredNanos, long receivedNanos) {
    long offset = ((arrivedNanos - sentNanos) + (answeredNanos - receivedNanos)) / 2;
    long delay = (receivedNanos - sentNanos) - (answeredNanos - arrivedNanos);
    return new NtpSample(offset, Math.max(0, delay));
  }
}
