package dev.skew.world.clock;

import java.util.List;

/**
 * The configuration of a node's time daemon; the defaults are ntpd 4.2.8's as Debian ships it.
 *
 * @param servers what it polls; with three or more, one wrong server is outvoted
 * @param minPoll shortest poll interval, as the exponent of seconds (6 is 64 s)
 * @param maxPoll longest poll interval (10 is 1024 s)
 * @param isBurstAtStart iburst: eight polls two seconds apart while a server is unreachable
 * @param isAnyFirstOffsetTaken {@code -g}: the first offset may exceed the panic threshold
 */
public record NtpSettings(
    List<NtpServer> servers,
    int minPoll,
    int maxPoll,
    boolean isBurstAtStart,
    boolean isAnyFirstOffsetTaken) {

  public NtpSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a time daemon needs at least one server");
    }
    if (minPoll < 3 || maxPoll > 17 || minPoll > maxPoll) {
      throw new IllegalArgumentException(
          "poll exponents must satisfy 3 <= minimum <= maximum <= 17, got %d and %d"
              .formatted(minPoll, maxPoll));
    }
  }

  public static NtpSettings of(List<NtpServer> servers) {
    return new NtpSettings(servers, 6, 10, true, true);
  }

  public NtpSettings withPoll(int minimum, int maximum) {
    return new NtpSettings(servers, minimum, maximum, isBurstAtStart, isAnyFirstOffsetTaken);
  }
}
