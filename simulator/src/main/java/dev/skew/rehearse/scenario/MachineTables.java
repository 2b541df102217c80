package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.ClockSettings.Clock;
import dev.skew.rehearse.scenario.ClockSettings.Ntp;
import dev.skew.rehearse.scenario.ClockSettings.Server;
import dev.skew.rehearse.scenario.ClockSettings.Walk;
import dev.skew.rehearse.scenario.NodeSettings.Disk;
import dev.skew.rehearse.scenario.NodeSettings.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The fields of {@code nodes} and {@code clocks}. */
final class MachineTables {

  private static final double MAX_DRIFT_PPM = 500_000;

  private static final Field<Disk, Distribution> APPEND =
      Field.of(
          "append",
          DistributionTable.DISTRIBUTION,
          Disk::append,
          "Handing a record over to the kernel.");
  private static final Field<Disk, Distribution> FSYNC =
      Field.of(
          "fsync",
          DistributionTable.DISTRIBUTION,
          Disk::fsync,
          "Making what was handed over safe.");
  private static final Field<Disk, Long> CAPACITY =
      Field.of(
          "capacity",
          Scalars.size(0, 1L << 50),
          Disk::capacityBytes,
          "After which it is full; 0B for no limit.");
  private static final ObjectShape<Disk> DISK =
      ObjectShape.of("disk", Disk.DEFAULT, "A disk with a write-ahead log.")
          .with(APPEND)
          .with(FSYNC)
          .with(CAPACITY)
          .make(values -> new Disk(values.get(APPEND), values.get(FSYNC), values.get(CAPACITY)));

  private static final Field<Machine, Distribution> SERVICE =
      Field.of(
          "service",
          DistributionTable.DISTRIBUTION,
          Machine::service,
          "How long a message keeps it busy.");
  private static final Field<Machine, Integer> QUEUE =
      Field.of(
          "queue",
          Scalars.count(1, 1_000_000),
          Machine::queueBound,
          "Messages that may wait; more are dropped.");
  private static final Field<Machine, Distribution> BOOT =
      Field.of(
          "boot",
          DistributionTable.DISTRIBUTION,
          Machine::boot,
          "From the start of a process until it serves.");
  private static final Field<Machine, Disk> DISK_OF =
      Field.of("disk", DISK, Machine::disk, "Its disk.");
  private static final ObjectShape<Machine> MACHINE =
      ObjectShape.of("machine", Machine.DEFAULT, "What one machine is like.")
          .with(SERVICE)
          .with(QUEUE)
          .with(BOOT)
          .with(DISK_OF)
          .make(
              values ->
                  new Machine(
                      values.get(SERVICE),
                      values.get(QUEUE),
                      values.get(BOOT),
                      values.get(DISK_OF)));

  private static final Field<NodeSettings, Machine> STANDARD_MACHINE =
      Field.of(
          "default", MACHINE, NodeSettings::standard, "Every node that has nothing of its own.");
  private static final Field<NodeSettings, Map<String, Machine>> OWN_MACHINES =
      Field.of(
              "byNode",
              Shapes.byNode(MACHINE),
              NodeSettings::byNode,
              "Single nodes; what is left out is as by default.")
          .inheriting(values -> Map.of("", values.get(STANDARD_MACHINE)));
  static final ObjectShape<NodeSettings> NODES =
      ObjectShape.of("nodes", NodeSettings.DEFAULT, "What the machines are like.")
          .with(STANDARD_MACHINE)
          .with(OWN_MACHINES)
          .make(values -> new NodeSettings(values.get(STANDARD_MACHINE), values.get(OWN_MACHINES)));

  private static final Field<Walk, Duration> WALK_INTERVAL =
      Field.required(
          "interval",
          Scalars.duration(Duration.ofMillis(1), Duration.ofDays(1)),
          Walk::interval,
          "From one step to the next.");
  private static final Field<Walk, Double> WALK_STEP =
      Field.required(
          "step", Scalars.rate(0, MAX_DRIFT_PPM), Walk::stepPpm, "Standard deviation of a step.");
  private static final Field<Walk, Double> WALK_BOUND =
      Field.required(
          "bound",
          Scalars.rate(0, MAX_DRIFT_PPM),
          Walk::boundPpm,
          "The walk stays within plus and minus this.");
  private static final ObjectShape<Walk> WALK =
      ObjectShape.of("walk", Walk.NONE, "How a clock's drift wanders.")
          .with(WALK_INTERVAL)
          .with(WALK_STEP)
          .with(WALK_BOUND)
          .make(
              values ->
                  new Walk(
                      values.get(WALK_INTERVAL), values.get(WALK_STEP), values.get(WALK_BOUND)));

  private static final Field<Server, String> SERVER_NAME =
      Field.required("name", Scalars.text(253), Server::name, "As ntpq shows it.");
  private static final Field<Server, Integer> STRATUM =
      Field.of(
          "stratum", Scalars.count(1, 15), Server::stratum, "1 for one beside a reference clock.");
  private static final Field<Server, Duration> SERVER_ERROR =
      Field.of(
          "error",
          Scalars.signedDuration(Duration.ofDays(31)),
          Server::error,
          "By which its own time is ahead of the truth.");
  private static final ObjectShape<Server> SERVER =
      ObjectShape.of(
              "ntp-server",
              new Server("", 2, Duration.ZERO),
              "A time server; of the same name, it is the same for all nodes.")
          .with(SERVER_NAME)
          .with(STRATUM)
          .with(SERVER_ERROR)
          .make(
              values ->
                  new Server(
                      values.get(SERVER_NAME), values.get(STRATUM), values.get(SERVER_ERROR)));

  private static final Shape<Duration> POLL =
      Scalars.duration(Duration.ofSeconds(8), Duration.ofSeconds(131_072));
  private static final Field<Ntp, Boolean> ENABLED =
      Field.of("enabled", Scalars.BOOLEAN, Ntp::enabled, "Whether a time daemon runs.");
  private static final Field<Ntp, Duration> MIN_POLL =
      Field.of(
          "minPoll",
          POLL,
          Ntp::minPoll,
          "Shortest time between two questions to a server, a power of two of seconds.");
  private static final Field<Ntp, Duration> MAX_POLL =
      Field.of("maxPoll", POLL, Ntp::maxPoll, "Longest time, a power of two of seconds.");
  private static final Field<Ntp, List<Server>> SERVERS =
      Field.of(
              "servers",
              Shapes.list(SERVER, 1, 32),
              Ntp::servers,
              "Whom it asks; of three or more, one that is wrong is outvoted.")
          .inheriting(values -> List.of()); // a server has its own defaults
  private static final ObjectShape<Ntp> NTP =
      ObjectShape.of("ntp", Ntp.DEFAULT, "What disciplines a clock: ntpd as Debian ships it.")
          .with(ENABLED)
          .with(MIN_POLL)
          .with(MAX_POLL)
          .with(SERVERS)
          .check(values -> refuseOddPoll(values, MIN_POLL), MIN_POLL)
          .check(values -> refuseOddPoll(values, MAX_POLL), MAX_POLL)
          .check(MachineTables::checkPolls, MIN_POLL, MAX_POLL)
          .make(
              values ->
                  new Ntp(
                      values.get(ENABLED),
                      values.get(MIN_POLL),
                      values.get(MAX_POLL),
                      values.get(SERVERS)));

  private static final Field<Clock, Duration> OFFSET =
      Field.of(
          "offset",
          Scalars.signedDuration(Duration.ofDays(365)),
          Clock::offset,
          "Ahead of true time at the start.");
  private static final Field<Clock, Double> DRIFT =
      Field.of(
          "drift",
          Scalars.rate(-MAX_DRIFT_PPM, MAX_DRIFT_PPM),
          Clock::driftPpm,
          "How much faster it runs.");
  private static final Field<Clock, Walk> WALK_OF =
      Field.of("walk", WALK, Clock::walk, "How its drift wanders; not at all where absent.");
  private static final Field<Clock, Ntp> NTP_OF =
      Field.of("ntp", NTP, Clock::ntp, "What disciplines it.");
  private static final ObjectShape<Clock> CLOCK =
      ObjectShape.of("clock", Clock.DEFAULT, "What one clock is like.")
          .with(OFFSET)
          .with(DRIFT)
          .with(WALK_OF)
          .with(NTP_OF)
          .make(
              values ->
                  new Clock(
                      values.get(OFFSET),
                      values.get(DRIFT),
                      values.get(WALK_OF),
                      values.get(NTP_OF)));

  private static final Field<ClockSettings, Clock> STANDARD_CLOCK =
      Field.of(
          "default", CLOCK, ClockSettings::standard, "Every node that has nothing of its own.");
  private static final Field<ClockSettings, Map<String, Clock>> OWN_CLOCKS =
      Field.of(
              "byNode",
              Shapes.byNode(CLOCK),
              ClockSettings::byNode,
              "Single nodes; what is left out is as by default.")
          .inheriting(values -> Map.of("", values.get(STANDARD_CLOCK)));
  static final ObjectShape<ClockSettings> CLOCKS =
      ObjectShape.of("clocks", ClockSettings.DEFAULT, "What the nodes' clocks are like.")
          .with(STANDARD_CLOCK)
          .with(OWN_CLOCKS)
          .make(values -> new ClockSettings(values.get(STANDARD_CLOCK), values.get(OWN_CLOCKS)));

  private MachineTables() {}

  private static void checkPolls(Values values) {
    if (values.get(MAX_POLL).compareTo(values.get(MIN_POLL)) < 0) {
      values.reject(MAX_POLL, "must not be shorter than minPoll");
    }
  }

  private static void refuseOddPoll(Values values, Field<Ntp, Duration> poll) {
    long seconds = values.get(poll).toSeconds();
    if (Long.bitCount(seconds) != 1 || !values.get(poll).equals(Duration.ofSeconds(seconds))) {
      values.reject(
          poll,
          "must be a power of two of seconds such as 64s or 1024s, got "
              + dev.skew.world.fault.Quantities.duration(values.get(poll)));
    }
  }
}
