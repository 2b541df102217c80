package dev.skew.world.fault;

import dev.skew.world.fault.NodeSelector.Named;
import dev.skew.world.fault.ReplicationFault.AddReplica;
import dev.skew.world.fault.ReplicationFault.Follow;
import dev.skew.world.fault.ReplicationFault.Promote;
import dev.skew.world.fault.ReplicationFault.ReadOnly;
import dev.skew.world.fault.ReplicationFault.Rebuild;
import dev.skew.world.fault.ReplicationFault.Recovery;
import dev.skew.world.fault.ReplicationFault.RemoveReplica;
import dev.skew.world.fault.ReplicationFault.Start;
import dev.skew.world.fault.ReplicationFault.Stop;
import dev.skew.world.fault.ReplicationFault.Threads;
import dev.skew.world.fault.ReplicationFault.Throttle;
import java.time.Duration;
import java.util.List;

/** The commands of asynchronous replication. */
final class ReplicationVerbs {

  private static final Flag<NodeSelector> REPLICAS =
      Flag.nodes("replicas", null, "which replicas: 2, 50%, mysql-1,mysql-2, all, region:eu-west");
  private static final Flag<NodeSelector> SERVERS =
      Flag.nodes("nodes", null, "which: replicas such as 2 or all, or servers such as mysql-1");
  private static final Flag<NodeSelector> SERVER = one("node", "which server, as mysql-1");

  private static final Flag<Duration> LATENCY =
      Flag.duration("latency", null, "how old a transaction must be before it is executed");
  private static final Flag<Threads> THREAD =
      Flag.choice(
          "thread",
          Threads.values(),
          Threads::label,
          Threads.BOTH,
          "the receiver, the applier, or both");
  private static final Flag<Boolean> FORCE =
      Flag.toggle("force", "whatever stands against it; the former primary is not asked");
  private static final Flag<Boolean> FOLLOW_FORCE =
      Flag.toggle("force", "although the server has transactions that its source has not");
  private static final Flag<Recovery> RECOVERY =
      Flag.choice(
          "recovery",
          Recovery.values(),
          Recovery::label,
          Recovery.AUTO,
          "from the log if it has everything, as a copy, or from the log only");
  private static final Flag<String> SOURCE = required("source", "whom to replicate from");
  private static final Flag<Boolean> OFF = Flag.toggle("off", "take writes again");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of("throttle", "replication", Throttle.class)
              .on(REPLICAS)
              .with(LATENCY, Throttle::latency)
              .make(
                  "let replicas lag behind (SOURCE_DELAY)",
                  args -> new Throttle(args.get(LATENCY))),
          Verb.of("replication", "stop", Stop.class)
              .on(SERVERS)
              .with(THREAD, Stop::threads)
              .make("stop threads of replicas", args -> new Stop(args.get(THREAD))),
          Verb.of("replication", "start", Start.class)
              .on(SERVERS)
              .atOnce()
              .with(THREAD, Start::threads)
              .make("start threads of replicas", args -> new Start(args.get(THREAD))),
          Verb.of("replication", "promote", Promote.class)
              .on(SERVER)
              .atOnce()
              .with(FORCE, Promote::force)
              .make("make a replica the primary", args -> new Promote(args.get(FORCE))),
          Verb.of("replication", "follow", Follow.class)
              .on(SERVERS)
              .atOnce()
              .with(SOURCE, Follow::source)
              .with(FOLLOW_FORCE, Follow::force)
              .make(
                  "let servers replicate from another one",
                  args -> new Follow(args.get(SOURCE), args.get(FOLLOW_FORCE))),
          Verb.of("replication", "read-only", ReadOnly.class)
              .on(SERVERS)
              .atOnce()
              .with(OFF, fault -> !fault.on())
              .make(
                  "fence servers: they take no writes (super_read_only)",
                  args -> new ReadOnly(!args.get(OFF))),
          Verb.of("replication", "rebuild", Rebuild.class)
              .on(SERVERS)
              .atOnce()
              .make("make replicas fresh copies of their source", args -> new Rebuild()),
          Verb.of("replication", "add-replica", AddReplica.class)
              .on(SERVER)
              .atOnce()
              .with(RECOVERY, AddReplica::recovery)
              .make(
                  "make a server a replica of the primary",
                  args -> new AddReplica(args.get(RECOVERY))),
          Verb.of("replication", "remove-replica", RemoveReplica.class)
              .on(SERVERS)
              .atOnce()
              .make("let replicas replicate no more", args -> new RemoveReplica()));

  private ReplicationVerbs() {}

  private static Flag<NodeSelector> one(String name, String help) {
    return new Flag<>(name, "NAME", ReplicationVerbs::named, NodeSelector::toString, null, help);
  }

  private static NodeSelector named(String text) {
    NodeSelector selector = SelectorText.read(text);
    if (selector.amount() instanceof Named chosen && chosen.names().size() == 1) {
      return selector;
    }
    throw new IllegalArgumentException("must be the name of one server, got " + text);
  }

  private static Flag<String> required(String name, String help) {
    Flag<String> optional = Flag.name(name, help);
    return new Flag<>(name, optional.value(), optional.read(), optional.write(), null, help);
  }
}
