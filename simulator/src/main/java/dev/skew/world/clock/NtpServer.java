package dev.skew.world.clock;

/**
 * A time server that a node's daemon is configured with.
 *
 * @param name as {@code ntpq -p} shows it under remote
 * @param referenceId where the server has its time from, as {@code .GPS.}
 * @param stratum 1 for a server beside a reference clock
 */
public record NtpServer(String name, String referenceId, int stratum) {

  public NtpServer {
    if (stratum < 1 || stratum > 15) {
      throw new IllegalArgumentException("stratum must lie in 1 to 15, got " + stratum);
    }
  }
}
