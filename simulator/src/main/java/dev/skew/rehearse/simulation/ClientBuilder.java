package dev.skew.rehearse.simulation;

import dev.skew.kernel.Seed;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import dev.skew.world.workload.Arrival;
import dev.skew.world.workload.ClientActor;
import dev.skew.world.workload.ClientPort;
import dev.skew.world.workload.ClientSetup;
import dev.skew.world.workload.Endpoints;
import dev.skew.world.workload.KeySkew;
import dev.skew.world.workload.KeySpace;
import dev.skew.world.workload.OperationMix;
import dev.skew.world.workload.RequestPolicy;
import dev.skew.world.workload.SessionContext;
import dev.skew.world.workload.TargetPolicy;
import dev.skew.world.workload.WorkloadProfile;
import java.util.List;
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
            port(workload, host),
            endpoints(workload, node));
    ActorRef<ClientActor.Command> client =
        cluster.actors().spawn(ClientActor.create(setup, cluster.actors()), "client-" + name);
    host.bind(cluster.actors().target(client));
    cluster.addClient(workload.name(), client);
    at(workload.start().toNanos(), client, new ClientActor.Start());
    if (workload.stop() != null) {
      at(workload.stop().toNanos(), client, new ClientActor.Stop());
    }
  }

  private ClientPort port(Workload workload, ClientHost host) {
    boolean isOfServices = workload.target() == Workload.Target.SERVICES;
    int place = host.nextPlace();
    return cluster
        .writeGate()
        .before(
            isOfServices ? host.servicePort() : host.port(),
            workload.target(),
            cluster.queue(),
            () -> host.client(place));
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
    Workload.Requests requests = workload.requests();
    return new WorkloadProfile(
        workload.name(),
        arrival(workload.arrival(), sharers),
        new KeySpace(
            workload.keys().prefix(), workload.keys().count(), skew(workload.keys().skew())),
        mix(workload.mix()),
        context(workload),
        policy(workload),
        new RequestPolicy(
            requests.timeout().toNanos(),
            requests.retries(),
            requests.backoff().toNanos(),
            (int) requests.valueBytes(),
            requests.critical()));
  }

  private static Arrival arrival(Workload.Arrival arrival, int sharers) {
    int sessions = Math.max(1, arrival.sessions() / sharers);
    if (arrival instanceof Workload.Arrival.Open open) {
      return new Arrival.OpenLoop(open.perSecond() / sharers, sessions);
    }
    if (arrival instanceof Workload.Arrival.Closed closed) {
      return new Arrival.ClosedLoop(sessions, closed.think().toNanos(), closed.pace().toNanos());
    }
    throw new AssertionError("unknown arrival " + arrival);
  }

  private static KeySkew skew(Workload.Skew skew) {
    if (skew instanceof Workload.Skew.Zipf zipf) {
      return new KeySkew.Zipf(zipf.theta());
    }
    if (skew instanceof Workload.Skew.Hotspot hotspot) {
      return new KeySkew.Hotspot(hotspot.keyShare(), hotspot.operationShare());
    }
    return new KeySkew.Uniform();
  }

  private static OperationMix mix(Workload.Mix mix) {
    return new OperationMix(
        mix.reads(), mix.write(), mix.compareAndSet(), mix.delete(), mix.transaction());
  }

  private static SessionContext context(Workload workload) {
    if (workload.target() == Workload.Target.REPLICAS) {
      return workload.waitForPosition() ? SessionContext.OF_SESSION : SessionContext.NONE;
    }
    return workload.carryContext() ? SessionContext.OF_KEY : SessionContext.NONE;
  }

  private TargetPolicy policy(Workload workload) {
    TargetPolicy route = route(workload.route());
    return workload.target() == Workload.Target.REPLICAS
        ? new TargetPolicy.SplitReads(route)
        : route;
  }

  private TargetPolicy route(Workload.Route route) {
    return switch (route.way()) {
      case ROUND_ROBIN -> new TargetPolicy.RoundRobin();
      case LEADER -> new TargetPolicy.Leader();
      case NEAREST_REGION -> new TargetPolicy.NearestRegion();
      case FIXED -> new TargetPolicy.Fixed(node(route.fixed().orElseThrow()));
    };
  }

  private NodeId node(String name) {
    for (Topology.Node node : scenario.topology().nodes()) {
      if (node.id().name().equals(name)) {
        return node.id();
      }
    }
    throw new AssertionError("no node " + name);
  }

  private Endpoints endpoints(Workload workload, Topology.Node client) {
    if (workload.target() == Workload.Target.REPLICAS) {
      return new ReplicaEndpoints(client, scenario.topology(), cluster);
    }
    ServiceObservation services = cluster.services();
    List<NodeId> all =
        workload.target() == Workload.Target.SERVICES && services != null
            ? services.graph().instancesOf(services.graph().entry())
            : cluster.withRole(workload.target().role().label());
    List<NodeId> near =
        scenario.topology().nodes().stream()
            .filter(node -> all.contains(node.id()) && isNear(node.region(), client.region()))
            .map(Topology.Node::id)
            .toList();
    Endpoints known = new KnownEndpoints(client.id(), all, near.isEmpty() ? all : near);
    return workload.target() == Workload.Target.STORE
        ? new StoreEndpoints(client.id(), known, cluster)
        : known;
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
      return cluster.balanced(all);
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
      return cluster.balanced(nearest);
    }

    private boolean answers(NodeId node) {
      return cluster.network().canReach(client, node) && cluster.network().canReach(node, client);
    }
  }
}
