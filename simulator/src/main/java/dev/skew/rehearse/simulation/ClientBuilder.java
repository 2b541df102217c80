package dev.skew.rehearse.simulation;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.kv.Consistency;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.workload.Arrival;
import dev.skew.world.workload.ClientActor;
import dev.skew.world.workload.ClientSetup;
import dev.skew.world.workload.Endpoints;
import dev.skew.world.workload.KeySkew;
import dev.skew.world.workload.KeySpace;
import dev.skew.world.workload.OperationMix;
import dev.skew.world.workload.RequestPolicy;
import dev.skew.world.workload.TargetPolicy;
import dev.skew.world.workload.WorkloadProfile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Puts a scenario's workloads on its client addresses, in equal parts. */
final class ClientBuilder {

  private final Scenario scenario;
  private final Seed seed;
  private final Cluster cluster;

  ClientBuilder(Scenario scenario, Seed seed, Cluster cluster) {
    this.scenario = scenario;
    this.seed = seed;
    this.cluster = cluster;
  }

  void build() {
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.CLIENT)) {
      ClientHost host = new ClientHost(node.id(), cluster.network());
      cluster.network().attach(node.id(), node.region(), host);
      for (Workload workload : scenario.workloads()) {
        if (workload.region() == null || workload.region().equals(node.region())) {
          spawn(workload, node, host);
        }
      }
    }
  }

  private void spawn(Workload workload, Topology.Node node, ClientHost host) {
    String name = workload.name() + "-" + node.id().name();
    // Workloads at one address are clients of their own: their sessions and values must not mix.
    NodeId self = new NodeId(node.id().index(), name);
    ClientSetup setup =
        new ClientSetup(
            self,
            profile(workload, sharers(workload)),
            seed.fork("workload", workload.name()),
            cluster.queue(),
            cluster.history(workload.target()),
            host.port(),
            endpoints(workload, node));
    ActorRef<ClientActor.Command> client =
        cluster.actors().spawn(ClientActor.create(setup), "client-" + name);
    host.bind(cluster.actors().target(client));
    cluster.addClient(workload.name(), client);
    at(workload.start().toNanos(), client, new ClientActor.Start());
    if (workload.stop() != null) {
      at(workload.stop().toNanos(), client, new ClientActor.Stop());
    }
  }

  private void at(long nanos, ActorRef<ClientActor.Command> client, ClientActor.Command command) {
    cluster.queue().schedule(nanos, cluster.actors().target(client), command);
  }

  /** On how many addresses a workload runs. */
  private int sharers(Workload workload) {
    int count = 0;
    for (Topology.Node node : scenario.topology().ofRole(Topology.Role.CLIENT)) {
      if (workload.region() == null || workload.region().equals(node.region())) {
        count++;
      }
    }
    return count;
  }

  private WorkloadProfile profile(Workload workload, int sharers) {
    return new WorkloadProfile(
        workload.name(),
        arrival(workload, sharers),
        keys(workload),
        mix(workload),
        true,
        route(workload),
        new RequestPolicy(
            workload.timeout().toNanos(), 0, SimTime.MILLISECOND, workload.keys().valueBytes(), 0));
  }

  private static Arrival arrival(Workload workload, int sharers) {
    if (workload.pace() instanceof Workload.Pace.Open open) {
      int sessions = Math.max(1, workload.sessions() / sharers);
      return new Arrival.OpenLoop(open.perSecond() / sharers, sessions);
    }
    if (workload.pace() instanceof Workload.Pace.Closed closed) {
      int clients = Math.max(1, closed.clients() / sharers);
      return new Arrival.ClosedLoop(clients, 0, closed.pause().toNanos());
    }
    throw new AssertionError("unknown pace " + workload.pace());
  }

  /** A store chooses its keyspace by what stands before the colon. */
  private KeySpace keys(Workload workload) {
    Workload.Keys keys = workload.keys();
    String keyspace =
        keys.keyspace() != null
            ? keys.keyspace()
            : scenario.machinery().store().keyspaces().get(0).name();
    String prefix =
        workload.target() == Workload.Target.STORE ? keyspace + ":" : workload.name() + "/";
    KeySkew skew = keys.zipf() == 0 ? new KeySkew.Uniform() : new KeySkew.Zipf(keys.zipf());
    return new KeySpace(prefix, keys.count(), skew);
  }

  private static OperationMix mix(Workload workload) {
    Workload.Mix mix = workload.mix();
    boolean store = workload.target() == Workload.Target.STORE;
    Map<Consistency, Double> reads = new EnumMap<>(Consistency.class);
    reads.put(store ? Consistency.QUORUM : Consistency.LINEARIZABLE, (double) mix.read());
    reads.put(store ? Consistency.ONE : Consistency.SERIALIZABLE, (double) mix.readStale());
    return new OperationMix(
        reads, mix.write(), mix.compareAndSet(), mix.delete(), mix.transaction());
  }

  private static TargetPolicy route(Workload workload) {
    return switch (workload.route()) {
      case ROUND_ROBIN -> new TargetPolicy.RoundRobin();
      case RANDOM -> new TargetPolicy.Drawn();
      case STICKY -> new TargetPolicy.Sticky();
      case LEADER -> new TargetPolicy.Leader();
    };
  }

  private Endpoints endpoints(Workload workload, Topology.Node client) {
    String role =
        workload.target() == Workload.Target.STORE
            ? Topology.Role.STORE.label()
            : Topology.Role.ETCD.label();
    List<NodeId> all = cluster.withRole(role);
    List<NodeId> near =
        scenario.topology().nodes().stream()
            .filter(node -> all.contains(node.id()) && isNear(node.region(), client.region()))
            .map(Topology.Node::id)
            .toList();
    return new KnownEndpoints(client.id(), all, near.isEmpty() ? all : near);
  }

  private static boolean isNear(Region one, Region other) {
    return one.equals(other);
  }

  /**
   * What a client's balancer knows: all endpoints, and of those that answer it the one that claims
   * the highest term, as polling every endpoint's status shows.
   */
  private final class KnownEndpoints implements Endpoints {

    private final NodeId client;
    private final List<NodeId> all;
    private final List<NodeId> nearest;

    KnownEndpoints(NodeId client, List<NodeId> all, List<NodeId> nearest) {
      this.client = client;
      this.all = List.copyOf(all);
      this.nearest = List.copyOf(nearest);
    }

    @Override
    public List<NodeId> all() {
      return all;
    }

    @Override
    public Optional<NodeId> leader() {
      EtcdObservation view = cluster.consensus();
      NodeId leader = null;
      long highest = -1;
      for (NodeId node : all) {
        if (view.isUp(node) && answers(node) && view.isLeader(node) && view.term(node) > highest) {
          leader = node;
          highest = view.term(node);
        }
      }
      return Optional.ofNullable(leader);
    }

    @Override
    public List<NodeId> nearest() {
      return nearest;
    }

    private boolean answers(NodeId node) {
      return cluster.network().canReach(client, node) && cluster.network().canReach(node, client);
    }
  }
}
