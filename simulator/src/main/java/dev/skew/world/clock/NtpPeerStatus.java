package dev.skew.world.clock;

/**
 * A line of {@code ntpq -p}.
 *
 * @param tally {@code *} followed, {@code +} good, {@code x} false ticker, blank not usable
 * @param whenSeconds since the last answer, -1 for never
 * @param reach the last eight polls, one bit each, newest lowest; shown in octal
 */
public record NtpPeerStatus(
    char tally,
    NtpServer server,
    long whenSeconds,
    long pollSeconds,
    int reach,
    Filtered filtered) {

  /** The columns delay, offset and jitter: what the clock filter chose, in milliseconds. */
  public record Filtered(double delayMillis, double offsetMillis, double jitterMillis) {}

  /** The reach register as it is shown: {@code 377} when the last eight polls were answered. */
  public String reachOctal() {
    return Integer.toOctalString(reach);
  }
}
