package dev.skew.world.fault;

import dev.skew.world.fault.FaultCommand.Require;
import dev.skew.world.fault.NetworkFault.Bandwidth;
import dev.skew.world.fault.NetworkFault.Corrupt;
import dev.skew.world.fault.NetworkFault.Delay;
import dev.skew.world.fault.NetworkFault.Duplicate;
import dev.skew.world.fault.NetworkFault.Heal;
import dev.skew.world.fault.NetworkFault.Loss;
import dev.skew.world.fault.NetworkFault.Partition;
import dev.skew.world.fault.NetworkFault.Reorder;
import dev.skew.world.fault.NodeFault.Crash;
import dev.skew.world.fault.NodeFault.Disk;
import dev.skew.world.fault.NodeFault.Lie;
import dev.skew.world.fault.NodeFault.Pause;
import dev.skew.world.fault.NodeFault.Restart;
import dev.skew.world.fault.NodeFault.Slow;
import dev.skew.world.fault.NodeSelector.Count;
import dev.skew.world.fault.TimeFault.Drift;
import dev.skew.world.fault.TimeFault.Jump;
import dev.skew.world.fault.TimeFault.Leap;
import dev.skew.world.fault.TimeFault.Ntp;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** The table of commands: reader, writer and help are all made from it. */
final class Verbs {

  static final Flag<NodeSelector> NODES =
      Flag.nodes(
          "nodes",
          null,
          "which: 40%, 2, etcd-0,etcd-1, leader, follower, followers, minority, majority, all,"
              + " role:store, region:eu-west");
  static final Flag<String> ROLE = Flag.name("role", "only nodes of this role");
  static final Flag<String> REGION = Flag.name("region", "only nodes of this region");
  static final Flag<Require> REQUIRE =
      Flag.choice(
          "require",
          Require.values(),
          Require::label,
          Require.ANY,
          "refuse a choice that is not one of every role it touches");
  static final Flag<Duration> DURATION =
      Flag.duration("duration", null, "how long; until it is cleared where absent");

  private static final Flag<Direction> DIRECTION =
      Flag.choice(
          "direction",
          Direction.values(),
          Direction::label,
          Direction.BOTH,
          "what the nodes send, what they are sent, or both");
  private static final Flag<NodeSelector> PEERS =
      Flag.nodes("peers", NodeSelector.REST, "who is at the other end");
  private static final Flag<Boolean> CLIENTS = Flag.toggle("clients", "cut clients off too");

  private static final Flag<Duration> LATENCY =
      Flag.duration("latency", null, "added to every packet");
  private static final Flag<Duration> JITTER =
      Flag.duration("jitter", Duration.ZERO, "spread around the latency");
  private static final Flag<Double> CORRELATION =
      Flag.probability("correlation", 0.0, "of one packet's fate with the one before");
  private static final Flag<NetworkFault.Spread> SPREAD =
      Flag.choice(
          "distribution",
          NetworkFault.Spread.values(),
          NetworkFault.Spread::label,
          NetworkFault.Spread.UNIFORM,
          "of the jitter");
  private static final Flag<Double> PROBABILITY =
      Flag.probability("probability", null, "of each packet, as 10% or 0.1");
  private static final Flag<Double> BURST =
      Flag.number("burst", 1.0, "mean number of packets lost in a row");
  private static final Flag<Integer> GAP =
      Flag.count("gap", 1, "every so many packets one may overtake");
  private static final Flag<Long> RATE_LIMIT = Flag.bandwidth("rate", "bits a second");

  private static final Flag<NodeFault.CrashKind> CRASH_KIND =
      Flag.choice(
          "kind",
          NodeFault.CrashKind.values(),
          NodeFault.CrashKind::label,
          NodeFault.CrashKind.POWER,
          "what is left on disk: all that was written, all that was synced, a torn last record");
  private static final Flag<Duration> DOWN =
      Flag.duration("down", Duration.ofSeconds(1), "how long it stays down");
  private static final Flag<Double> SLOWNESS =
      Flag.number("factor", null, "by which everything takes longer");
  private static final Flag<NodeFault.DiskTrouble> TROUBLE =
      Flag.choice(
          "fault",
          NodeFault.DiskTrouble.values(),
          NodeFault.DiskTrouble::label,
          null,
          "syncs take longer, writes wait, or writes are refused");
  private static final Flag<Duration> SYNC_LATENCY =
      Flag.duration("latency", Duration.ZERO, "added to every sync of a slow disk");

  /** Stores or members of the consensus group, one of them where nobody says how many. */
  static final Flag<NodeSelector> LIARS =
      Flag.nodes(
          "nodes",
          NodeSelector.of(new Count(1)),
          "which stores, or for votes which members of the consensus group");

  private static final Flag<Double> LIE_PROBABILITY =
      Flag.probability("probability", null, "of each answer that can be a lie, as 10% or 0.1");
  private static final Flag<Set<Untruth>> UNTRUTHS = Untruth.flag();

  private static final Flag<Double> DRIFT =
      Flag.rate("rate", "how much faster, as +50ms/min or 200ppm");
  private static final Flag<Duration> STEP =
      Flag.signedDuration("by", null, "how far, as +30s or -5m");
  private static final Flag<TimeFault.LeapMode> LEAP_MODE =
      Flag.choice(
          "mode",
          TimeFault.LeapMode.values(),
          TimeFault.LeapMode::label,
          TimeFault.LeapMode.REPEAT,
          "how the clock takes it");
  private static final Flag<TimeFault.NtpState> NTP_STATE =
      Flag.choice(
          "state",
          TimeFault.NtpState.values(),
          TimeFault.NtpState::label,
          null,
          "stopped, running, stepped to the server's time now, or with a wrong server");
  private static final Flag<Duration> NTP_ERROR =
      Flag.signedDuration("error", Duration.ZERO, "of a wrong server's time");

  private static final Flag<String> WORKLOAD = Flag.name("name", "which; all where absent");
  private static final Flag<Double> LOAD =
      Flag.number("factor", null, "of the rate that the scenario gives; 0 is silence");

  private static final List<Verb<?>> COMMON =
      List.of(
          reach(Verb.of("network", "partition", Partition.class))
              .with(CLIENTS, fault -> fault.reach().clients())
              .make("cut nodes off from the others", args -> new Partition(reach(args))),
          reach(
                  Verb.of("network", "delay", Delay.class)
                      .onAllNodes()
                      .with(LATENCY, Delay::latency)
                      .with(JITTER, Delay::jitter)
                      .with(CORRELATION, Delay::correlation)
                      .with(SPREAD, Delay::spread))
              .make(
                  "make packets late",
                  args ->
                      new Delay(
                          args.get(LATENCY),
                          args.get(JITTER),
                          args.get(CORRELATION),
                          args.get(SPREAD),
                          reach(args))),
          reach(
                  Verb.of("network", "loss", Loss.class)
                      .onAllNodes()
                      .with(PROBABILITY, Loss::probability)
                      .with(CORRELATION, Loss::correlation)
                      .with(BURST, Loss::burst))
              .make(
                  "lose packets",
                  args ->
                      new Loss(
                          args.get(PROBABILITY),
                          args.get(CORRELATION),
                          args.get(BURST),
                          reach(args))),
          reach(
                  Verb.of("network", "duplicate", Duplicate.class)
                      .onAllNodes()
                      .with(PROBABILITY, Duplicate::probability)
                      .with(CORRELATION, Duplicate::correlation))
              .make(
                  "deliver packets twice",
                  args -> new Duplicate(args.get(PROBABILITY), args.get(CORRELATION), reach(args))),
          reach(
                  Verb.of("network", "reorder", Reorder.class)
                      .onAllNodes()
                      .with(PROBABILITY, Reorder::probability)
                      .with(CORRELATION, Reorder::correlation)
                      .with(GAP, Reorder::gap))
              .make(
                  "let packets overtake others",
                  args ->
                      new Reorder(
                          args.get(PROBABILITY),
                          args.get(CORRELATION),
                          args.get(GAP),
                          reach(args))),
          reach(
                  Verb.of("network", "corrupt", Corrupt.class)
                      .onAllNodes()
                      .with(PROBABILITY, Corrupt::probability)
                      .with(CORRELATION, Corrupt::correlation))
              .make(
                  "damage packets",
                  args -> new Corrupt(args.get(PROBABILITY), args.get(CORRELATION), reach(args))),
          reach(
                  Verb.of("network", "bandwidth", Bandwidth.class)
                      .onAllNodes()
                      .with(RATE_LIMIT, Bandwidth::bitsPerSecond))
              .make("narrow links", args -> new Bandwidth(args.get(RATE_LIMIT), reach(args))),
          Verb.of("network", "heal", Heal.class)
              .onAllNodes()
              .atOnce()
              .make("end the network faults of nodes", args -> new Heal()),
          Verb.of("node", "crash", Crash.class)
              .with(CRASH_KIND, Crash::kind)
              .make("kill nodes; they start again at the end", args -> crash(args)),
          Verb.of("node", "restart", Restart.class)
              .atOnce()
              .with(DOWN, Restart::down)
              .make("stop nodes and start them again", args -> new Restart(args.get(DOWN))),
          Verb.of("node", "pause", Pause.class)
              .make("let nodes stand still, as by SIGSTOP", args -> new Pause()),
          Verb.of("node", "slow", Slow.class)
              .with(SLOWNESS, Slow::factor)
              .make("slow processors down", args -> new Slow(args.get(SLOWNESS))),
          Verb.of("node", "disk", Disk.class)
              .with(TROUBLE, Disk::trouble)
              .with(SYNC_LATENCY, Disk::latency)
              .make(
                  "let disks misbehave",
                  args -> new Disk(args.get(TROUBLE), args.get(SYNC_LATENCY))),
          Verb.of("node", "lie", Lie.class)
              .on(LIARS)
              .onAllNodes()
              .with(LIE_PROBABILITY, Lie::probability)
              .with(UNTRUTHS, Lie::what)
              .make(
                  "let nodes lie to their peers (Byzantine faults)",
                  args -> new Lie(args.get(LIE_PROBABILITY), args.get(UNTRUTHS))),
          Verb.of("time", "drift", Drift.class)
              .with(DRIFT, Drift::ppm)
              .make("let clocks run fast or slow", args -> new Drift(args.get(DRIFT))),
          Verb.of("time", "jump", Jump.class)
              .with(STEP, Jump::by)
              .make(
                  "step clocks; back at the end, if it has one", args -> new Jump(args.get(STEP))),
          Verb.of("time", "leap", Leap.class)
              .atOnce()
              .with(LEAP_MODE, Leap::mode)
              .make("insert a leap second", args -> new Leap(args.get(LEAP_MODE))),
          Verb.of("time", "ntp", Ntp.class)
              .with(NTP_STATE, Ntp::state)
              .with(NTP_ERROR, Ntp::error)
              .make(
                  "change what disciplines clocks",
                  args -> new Ntp(args.get(NTP_STATE), args.get(NTP_ERROR))),
          Verb.of("", "workload", Fault.Workload.class)
              .withoutNodes()
              .with(WORKLOAD, Fault.Workload::name)
              .with(LOAD, Fault.Workload::factor)
              .make(
                  "let clients ask more or less often",
                  args -> new Fault.Workload(args.get(WORKLOAD), args.get(LOAD))),
          Verb.of("", "clear", Fault.Clear.class)
              .withoutNodes()
              .atOnce()
              .make("end every fault that is in force", args -> new Fault.Clear()));

  /** Every command there is, in the order of the help. */
  static final List<Verb<?>> ALL =
      Stream.of(
              COMMON,
              QuarantineVerbs.ALL,
              RaftVerbs.ALL,
              RunbookVerbs.ALL,
              ReplicationVerbs.ALL,
              ServiceVerbs.ALL,
              DeployVerbs.ALL,
              MitigationVerbs.ALL)
          .<Verb<?>>flatMap(List::stream)
          .toList();

  private Verbs() {}

  static Verb<?> of(Fault fault) {
    return ALL.stream()
        .filter(verb -> verb.type().equals(fault.getClass()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no command makes " + fault));
  }

  private static <F extends NetworkFault> Verb.Builder<F> reach(Verb.Builder<F> builder) {
    return builder
        .with(DIRECTION, fault -> fault.reach().direction())
        .with(PEERS, fault -> fault.reach().peers());
  }

  private static Reach reach(Arguments args) {
    return new Reach(args.get(DIRECTION), args.get(PEERS), args.get(CLIENTS));
  }

  private static Crash crash(Arguments args) {
    return new Crash(Objects.requireNonNull(args.get(CRASH_KIND)));
  }
}
