package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the nodes' clocks are like.
 *
 * @param standard for every node that has none of its own
 * @param byNode by node name, complete: what a file leaves out is filled in from {@code standard}
 */
public record ClockSettings(Clock standard, Map<String, Clock> byNode) {

  public static final ClockSettings DEFAULT = new ClockSettings(Clock.DEFAULT, Map.of());

  public ClockSettings {
    byNode = Tables.copy(byNode);
  }

  public Clock of(String node) {
    return byNode.getOrDefault(node, standard);
  }

  /**
   * One clock.
   *
   * @param offset ahead of true time at the start
   * @param driftPpm microseconds gained in a second
   */
  public record Clock(Duration offset, double driftPpm, Walk walk, Ntp ntp) {

    public static final Clock DEFAULT = new Clock(Duration.ZERO, 0, Walk.NONE, Ntp.DEFAULT);
  }

  /**
   * How the drift wanders.
   *
   * @param interval from one step to the next, zero for no walk
   * @param stepPpm standard deviation of a step
   * @param boundPpm the walk stays within plus and minus this
   */
  public record Walk(Duration interval, double stepPpm, double boundPpm) {

    public static final Walk NONE = new Walk(Duration.ZERO, 0, 0);
  }

  /**
   * What disciplines a clock.
   *
   * @param minPoll shortest time between two questions to a server, a power of two of seconds
   * @param maxPoll longest time, a power of two of seconds
   */
  public record Ntp(boolean enabled, Duration minPoll, Duration maxPoll, List<Server> servers) {

    public static final Ntp DEFAULT =
        new Ntp(
            true,
            Duration.ofSeconds(64),
            Duration.ofSeconds(1024),
            List.of(new Server("pool.ntp.org", 2, Duration.ZERO)));

    public Ntp {
      servers = List.copyOf(servers);
    }

    /** The shortest poll interval as ntpd has it: the exponent of seconds. */
    public int minPollExponent() {
      return Long.numberOfTrailingZeros(minPoll.toSeconds());
    }

    /** The longest poll interval as ntpd has it: the exponent of seconds. */
    public int maxPollExponent() {
      return Long.numberOfTrailingZeros(maxPoll.toSeconds());
    }
  }

  /**
   * A time server; of the same name, it is the same server for all nodes.
   *
   * @param error by which its time is ahead of the truth
   */
  public record Server(String name, int stratum, Duration error) {}
}
