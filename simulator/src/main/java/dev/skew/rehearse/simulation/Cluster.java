package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.fault.FaultTargets;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.node.EtcdServer;
import dev.skew.world.node.NodeActor;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.ServerSoftware;
import dev.skew.world.node.StepObserver;
import dev.skew.world.node.WalDisk;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientActor;
import dev.skew.world.workload.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Everything that lives in one sandbox, wired together; {@link ClusterBuilder} fills it. */
public final class Cluster {

  /** A machine, from all sides. */
  record Host(
      NodeId id, ActorRef<NodeActor.Command> actor, NodeHandle handle, ServerSoftware software) {}

  private final EventQueue queue;
  private final Trace trace;
  private final VirtualActorSystem actors;
  private final VirtualNetwork network;
  private final ClusterClocks clocks;
  private final List<FaultTargets.Member> members;
  private final TreeMap<NodeId, Host> hosts = new TreeMap<>();
  private final NodeHandle[] handles;
  private final Map<String, List<ActorRef<ClientActor.Command>>> clients = new LinkedHashMap<>();
  private final Map<Workload.Target, History> histories = new LinkedHashMap<>();
  private final WriteGate writeGate = new WriteGate();
  private final EtcdObservation consensus;
  private @Nullable StoreObservation store;
  private @Nullable ServiceObservation services;
  private final @Nullable ReplicationObservation replication;
  private final Set<NodeId> writtenNodes = new TreeSet<>();
  private Set<NodeId> cordoned = Set.of(); // never iterated
  private final Set<NodeId> outside = new TreeSet<>();
  private @Nullable StepObserver observer;

  Cluster(
      VirtualActorSystem actors,
      EventQueue queue,
      Trace trace,
      VirtualNetwork network,
      ClusterClocks clocks,
      List<FaultTargets.Member> members) {
    this.queue = queue;
    this.trace = trace;
    this.actors = actors;
    this.network = network;
    this.clocks = clocks;
    this.members = List.copyOf(members);
    this.handles = new NodeHandle[members.size()];
    this.consensus = new EtcdObservation(withRole("etcd"), handles);
    List<NodeId> servers = withRole("mysql");
    this.replication = servers.isEmpty() ? null : new ReplicationObservation(servers, handles);
  }

  public EventQueue queue() {
    return queue;
  }

  public Trace trace() {
    return trace;
  }

  public VirtualActorSystem actors() {
    return actors;
  }

  public VirtualNetwork network() {
    return network;
  }

  ClusterClocks clocks() {
    return clocks;
  }

  List<FaultTargets.Member> members() {
    return members;
  }

  /** The nodes of a role, in their order. */
  List<NodeId> withRole(String role) {
    List<NodeId> ids = new ArrayList<>();
    for (FaultTargets.Member member : members) {
      if (member.role().equals(role)) {
        ids.add(member.id());
      }
    }
    return ids;
  }

  public EtcdObservation consensus() {
    return consensus;
  }

  /** The quorum store, null where the scenario has none. */
  @Nullable StoreObservation store() {
    return store;
  }

  void storeIs(StorePlan plan) {
    store = new StoreObservation(withRole("store"), handles, plan);
  }

  /** The primary and its replicas, null where the scenario has none. */
  @Nullable ReplicationObservation replication() {
    return replication;
  }

  /** The services, null where the scenario has none. */
  @Nullable ServiceObservation services() {
    return services;
  }

  void servicesAre(ServiceGraph graph) {
    services = new ServiceObservation(graph, handles);
  }

  /** Machines, in the order of their nodes. */
  Iterable<Host> hosts() {
    return hosts.values();
  }

  public ActorRef<NodeActor.Command> machine(NodeId node) {
    return host(node).actor();
  }

  WalDisk<?> disk(NodeId node) {
    return software(node).disk();
  }

  ServerSoftware software(NodeId node) {
    return host(node).software();
  }

  /** Whether a node's process runs; addresses of clients are always up. */
  public boolean isUp(NodeId node) {
    NodeHandle handle = handles[node.index()];
    return handle == null || handle.isUp();
  }

  /** Whether a node's process runs or is being loaded. */
  boolean isUpOrBooting(NodeId node) {
    NodeHandle handle = handles[node.index()];
    return handle == null || !handle.isDown();
  }

  /** Whether a supervisor is about to start a node's process again. */
  boolean isRestarting(NodeId node) {
    NodeHandle handle = handles[node.index()];
    return handle != null && handle.isRestarting();
  }

  /** The clients of a workload, or all of them for the empty name. */
  List<ActorRef<ClientActor.Command>> clients(String workload) {
    if (!workload.isEmpty()) {
      return clients.getOrDefault(workload, List.of());
    }
    return clients.values().stream().flatMap(List::stream).toList();
  }

  /** The front through which clients write. */
  WriteGate writeGate() {
    return writeGate;
  }

  /** The names of the workloads that have clients. */
  Set<String> workloads() {
    return Collections.unmodifiableSet(clients.keySet());
  }

  /** Takes these nodes and no others out of the balancers. */
  void cordon(Set<NodeId> nodes) {
    cordoned = Set.copyOf(nodes);
  }

  /** A node stands by: it is in no group, and has no process. */
  void standsBy(NodeId node) {
    outside.add(node);
  }

  boolean isOutside(NodeId node) {
    return outside.contains(node);
  }

  /** A node belongs to its group from now on, and its process is started. */
  void joined(NodeId node) {
    outside.remove(node);
    machine(node).tell(new NodeActor.Start());
  }

  /** A node belongs to its group no more. */
  void left(NodeId node) {
    outside.add(node);
  }

  Set<NodeId> cordoned() {
    return cordoned;
  }

  /** Of some nodes those that a balancer may choose; all of them where none is left. */
  List<NodeId> balanced(List<NodeId> nodes) {
    if (cordoned.isEmpty() && outside.isEmpty()) {
      return nodes;
    }
    List<NodeId> left =
        nodes.stream().filter(node -> !cordoned.contains(node) && !outside.contains(node)).toList();
    return left.isEmpty() ? nodes : left;
  }

  /** What the clients of one kind of store asked and were told. */
  History history(Workload.Target target) {
    return histories.computeIfAbsent(target, t -> new History(0));
  }

  /** Whom to tell after every step of a node; one may look on. */
  public void observe(StepObserver looker) {
    observer = looker;
  }

  /** Whether some live node holds a value under a key. */
  boolean holds(String key, String value) {
    for (Host host : hosts.values()) {
      EtcdServer server = consensus.server(host.id());
      if (server != null && value.equals(server.valueOf(key))) {
        return true;
      }
      if (store != null && store.values(host.id(), key).contains(value)) {
        return true;
      }
      if (replication != null && replication.values(host.id(), key).contains(value)) {
        return true;
      }
    }
    return false;
  }

  /** Nodes of which clients have asked a write so far. */
  Set<NodeId> writtenNodes() {
    return Collections.unmodifiableSet(writtenNodes);
  }

  void writeAsked(NodeId node) {
    writtenNodes.add(node);
  }

  void add(Host host) {
    hosts.put(host.id(), host);
    handles[host.id().index()] = host.handle();
  }

  void addClient(String workload, ActorRef<ClientActor.Command> client) {
    clients.computeIfAbsent(workload, name -> new ArrayList<>()).add(client);
  }

  void stepped(NodeId node) {
    if (observer != null) {
      observer.onStepped(node);
    }
  }

  private Host host(NodeId node) {
    return Objects.requireNonNull(hosts.get(node), () -> node + " is no machine");
  }
}
