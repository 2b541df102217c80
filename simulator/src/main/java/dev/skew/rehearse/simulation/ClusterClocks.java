package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.ClockSettings;
import dev.skew.world.clock.ClockProfile;
import dev.skew.world.clock.LeapHandling;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.NtpServer;
import dev.skew.world.clock.NtpSettings;
import dev.skew.world.clock.WallTime;
import dev.skew.world.node.TimeDaemon;
import dev.skew.world.topology.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clocks of all addresses, their time daemons, and the true time they are measured against. */
final class ClusterClocks {

  private static final class Entry {
    final NodeClock clock;
    final ClockSettings.Clock settings;
    @Nullable TimeDaemon daemon;
    TimeDaemon.SyncListener listener = (nowNanos, errorBoundNanos) -> {};

    Entry(NodeClock clock, ClockSettings.Clock settings) {
      this.clock = clock;
      this.settings = settings;
    }
  }

  private final EventQueue queue;
  private final WallTime wallTime;
  private final List<Entry> entries = new ArrayList<>();
  private long lastLeapNanos = -1;

  ClusterClocks(EventQueue queue, Instant start) {
    this.queue = queue;
    this.wallTime =
        new WallTime(Math.addExact(start.getEpochSecond() * SimTime.SECOND, start.getNano()));
  }

  /** Makes the next node's clock; nodes come in the order of their index. */
  void add(NodeId node, ClockSettings.Clock settings, Seed seed) {
    NodeClock clock =
        new NodeClock(wallTime, profile(settings), seed.fork("clock", node.name()).random());
    Entry entry = new Entry(clock, settings);
    entries.add(entry);
    if (settings.ntp().enabled()) {
      ClockSettings.Ntp ntp = settings.ntp();
      entry.daemon =
          new TimeDaemon(
              queue,
              clock,
              NtpSettings.of(servers(ntp)).withPoll(ntp.minPollExponent(), ntp.maxPollExponent()),
              seed.fork("ntp", node.name()).random(),
              (nowNanos, bound) -> entry.listener.onSynchronized(nowNanos, bound));
      ntp(node, true, 0);
    }
  }

  /** Starts every time daemon. */
  void start() {
    for (Entry entry : entries) {
      if (entry.daemon != null) {
        entry.daemon.restart();
      }
    }
  }

  NodeClock of(NodeId node) {
    return entries.get(node.index()).clock;
  }

  /** Whom to tell when a node's clock has been set right. */
  void onSynchronized(NodeId node, TimeDaemon.SyncListener listener) {
    entries.get(node.index()).listener = listener;
  }

  /** Sets the drift that faults add to a clock's own. */
  void addDrift(NodeId node, long ppb) {
    Entry entry = entries.get(node.index());
    entry.clock.setDrift(queue.nowNanos(), ClockProfile.ppbOfPpm(entry.settings.driftPpm()) + ppb);
  }

  void ntp(NodeId node, boolean reachable, long addedErrorNanos) {
    Entry entry = entries.get(node.index());
    if (entry.daemon != null) {
      long[] errorNanos =
          entry.settings.ntp().servers().stream()
              .mapToLong(server -> server.error().toNanos() + addedErrorNanos)
              .toArray();
      entry.daemon.serversAre(reachable, errorNanos);
    }
  }

  void syncNow(NodeId node) {
    Entry entry = entries.get(node.index());
    if (entry.daemon != null) {
      entry.daemon.stepToServer();
    }
  }

  /** A leap second is inserted now, into true time once and into the node's clock as it does it. */
  void leap(NodeId node, LeapHandling handling) {
    long nowNanos = queue.nowNanos();
    long leapNanos =
        handling == LeapHandling.SMEAR ? nowNanos + 12 * 60 * SimTime.MINUTE : nowNanos;
    if (leapNanos != lastLeapNanos) {
      lastLeapNanos = leapNanos;
      wallTime.insertLeapSecond(leapNanos);
    }
    of(node).expectLeapSecond(nowNanos, leapNanos, handling);
  }

  private static ClockProfile profile(ClockSettings.Clock settings) {
    return new ClockProfile(
        settings.offset().toNanos(),
        ClockProfile.ppbOfPpm(settings.driftPpm()),
        walk(settings.walk()));
  }

  private static ClockProfile.Walk walk(ClockSettings.Walk walk) {
    return walk.interval().isZero()
        ? ClockProfile.Walk.NONE
        : new ClockProfile.Walk(
            walk.interval().toNanos(),
            ClockProfile.ppbOfPpm(walk.stepPpm()),
            ClockProfile.ppbOfPpm(walk.boundPpm()));
  }

  private static List<NtpServer> servers(ClockSettings.Ntp ntp) {
    return ntp.servers().stream()
        .map(server -> new NtpServer(server.name(), ".GPS.", server.stratum()))
        .toList();
  }
}
