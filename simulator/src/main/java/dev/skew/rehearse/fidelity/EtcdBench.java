package dev.skew.rehearse.fidelity;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.Partition;
import dev.skew.world.network.PartitionId;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.network.WireMessage;
import dev.skew.world.node.AdminRequest;
import dev.skew.world.node.DiskDevice;
import dev.skew.world.node.EtcdLogged;
import dev.skew.world.node.EtcdServer;
import dev.skew.world.node.EtcdSettings;
import dev.skew.world.node.EtcdSoftware;
import dev.skew.world.node.HostProcessors;
import dev.skew.world.node.MachineSetup;
import dev.skew.world.node.NodeActor;
import dev.skew.world.node.NodeHandle;
import dev.skew.world.node.RaftWal;
import dev.skew.world.node.WalDisk;
import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bench of the world's own etcd members, on one laboratory host.
 *
 * <p>It does not build its cluster from a scenario: members here share cores and a disk, the
 * driver's costs depend on how long it slept, and links change once members have booted, none of
 * which a scenario can say.
 */
final class EtcdBench implements Bench, AutoCloseable {

  private static final Region LABORATORY = new Region("laboratory");
  private static final int VALUE_BYTES = 64;
  private static final String READ_KEY = "read";

  /** Places of the drivers: one keeps its connections, the other opens one a request. */
  private static final int KEPT = 0;

  private static final int NEW = 1;

  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace(queue);
  private final VirtualNetwork network;
  private final VirtualActorSystem actors;
  private final RandomSource random;
  private final RandomSource neighbours;
  private final List<NodeId> ids = new ArrayList<>();
  private final List<EventTarget> machines = new ArrayList<>();
  private final List<NodeHandle> handles = new ArrayList<>();
  private final List<Logged> log = new ArrayList<>();
  private final List<NodeId> drivers = new ArrayList<>();
  private final Map<Long, Waiting> waiting = new HashMap<>();
  private final Cluster cluster;
  private final HostProcessors processors;
  private final Map<Integer, LinkProfile> memberLinks = new TreeMap<>();
  private double occupancy;
  private double slowness = 1;
  private long lastReplyNanos;
  private long requests;
  private @Nullable PartitionId cut;

  /** A request whose client still waits. */
  private record Waiting(int driver, int member, long beganNanos, long timer, Receiver receiver) {}

  EtcdBench(Cluster cluster, Seed seed) {
    this.cluster = cluster;
    this.processors = LaboratoryHost.processors(seed.fork("host", "processors").random());
    this.network = new VirtualNetwork(queue, trace, seed, LaboratoryHost.bootLink(cluster));
    this.actors = VirtualActorSystem.create(queue, trace, "bench");
    this.random = seed.fork("bench", "driver").random();
    this.neighbours = seed.fork("host", "neighbours").random();
    trace.listen(this::onTraceEvent);
    for (int i = 0; i < cluster.nodes(); i++) {
      ids.add(new NodeId(i, "n" + (i + 1)));
    }
    DiskDevice device = new DiskDevice();
    for (NodeId id : ids) {
      addMember(seed, id, device);
    }
    actors.runUntil(0); // machines attach to the network as their actors begin
    openStreams();
    addDriver(cluster.nodes() + KEPT);
    addDriver(cluster.nodes() + NEW);
  }

  private void addMember(Seed seed, NodeId id, DiskDevice device) {
    RaftWal wal = new RaftWal(Snapshot.initial(Configuration.ofVoters(ids)));
    WalDisk<RaftWal.LogRecord> disk =
        new WalDisk<>(
            queue,
            LaboratoryHost.disk(cluster, device),
            seed.fork("disk", id.name()).random(),
            wal);
    EtcdSettings settings = LaboratoryHost.settings(cluster);
    NodeHandle handle = new NodeHandle();
    MachineSetup setup =
        new MachineSetup(
            id,
            LABORATORY,
            actors,
            queue,
            trace,
            network,
            NodeClock.perfect(new WallTime(0), seed.fork("clock", id.name()).random()),
            LaboratoryHost.service(processors),
            new EtcdSoftware(settings, wal, disk, seed.fork("raft", id.name()).random()),
            seed.fork("machine", id.name()).random(),
            handle,
            node -> {});
    handles.add(handle);
    machines.add(actors.target(actors.spawn(NodeActor.create(setup), id.name())));
  }

  private void addDriver(int index) {
    NodeId driver = new NodeId(index, "driver-" + (drivers.size() + 1));
    int place = drivers.size();
    drivers.add(driver);
    network.attach(driver, LABORATORY, new DriverEndpoint(place));
    for (NodeId member : ids) {
      network.setLinkProfile(driver, member, LaboratoryHost.clientLink());
      network.setLinkProfile(member, driver, LaboratoryHost.clientLink());
    }
  }

  /** rafthttp connects to every peer as it starts, before there is anything to say. */
  private void openStreams() {
    for (NodeId from : ids) {
      for (NodeId to : ids) {
        if (!from.equals(to)) {
          network.connect(from, to, Channel.RAFT_APPEND);
          network.connect(from, to, Channel.RAFT_MESSAGE);
        }
      }
    }
  }

  /** Will give all links of a member another quality, in both directions. */
  void setMemberLinks(int member, LinkProfile profile) {
    memberLinks.put(member, profile);
  }

  @Override
  public void applyDelays() {
    LinkProfile standard = LaboratoryHost.peerLink(cluster, occupancy, slowness);
    for (NodeId from : ids) {
      for (NodeId to : ids) {
        if (!from.equals(to)) {
          LinkProfile own = memberLinks.getOrDefault(from.index(), memberLinks.get(to.index()));
          network.setLinkProfile(from, to, own == null ? standard : own);
        }
      }
    }
  }

  @Override
  public void hostLoad(double loadAverage) {
    occupancy = LaboratoryHost.occupancy(loadAverage);
    slowness = LaboratoryHost.slowness(neighbours);
    processors.occupy(occupancy);
    processors.slowDown(slowness);
    applyDelays();
  }

  // ---- time

  @Override
  public int members() {
    return ids.size();
  }

  @Override
  public long nowNanos() {
    return queue.nowNanos();
  }

  @Override
  public RandomSource random() {
    return random;
  }

  @Override
  public void at(long dueNanos, Runnable action) {
    queue.schedule(dueNanos, nothing -> action.run(), null);
  }

  @Override
  public void runUntil(long untilNanos) {
    actors.runUntil(untilNanos);
  }

  @Override
  public void runUntilReplied(BooleanSupplier holds, long untilNanos) {
    while (!holds.getAsBoolean() && queue.nextDueNanos() <= untilNanos) {
      actors.runUntil(queue.nextDueNanos());
    }
  }

  // ---- faults

  @Override
  public void crash(int member) {
    tell(member, new NodeActor.Crash(false, false));
  }

  @Override
  public void start(int member) {
    tell(member, new NodeActor.Start());
  }

  @Override
  public void pause(int member) {
    tell(member, new NodeActor.Pause());
  }

  @Override
  public void resume(int member) {
    tell(member, new NodeActor.Resume());
  }

  private void tell(int member, NodeActor.Command command) {
    queue.schedule(queue.nowNanos(), machines.get(member), command);
  }

  @Override
  public void cutOff(Collection<Integer> members) {
    List<NodeId> inside = members.stream().map(ids::get).toList();
    List<NodeId> outside = ids.stream().filter(id -> !inside.contains(id)).toList();
    cut = network.partition(Partition.groups("cut", List.of(inside, outside)));
  }

  @Override
  public void heal() {
    PartitionId present = cut;
    if (present != null) {
      network.heal(present);
      cut = null;
    }
  }

  // ---- what can be seen

  @Override
  public @Nullable Status status(int member) {
    NodeHandle handle = handles.get(member);
    if (!(handle.process() instanceof EtcdServer server) || !handle.status().equals("running")) {
      return null;
    }
    NodeId leader = server.state().leader();
    return new Status(
        leader == null ? -1 : leader.index(),
        server.appliedTerm(),
        server.state().term(),
        server.appliedIndex(),
        server.revision(),
        key -> server.valueOf(key) != null);
  }

  @Override
  public List<Logged> log() {
    return log;
  }

  @Override
  public long events() {
    return trace.eventCount();
  }

  private void onTraceEvent(long atNanos, TraceEvent event) {
    if (event instanceof EtcdLogged line) {
      log.add(new Logged(atNanos, line.node().index(), line.notice()));
    }
  }

  // ---- requests

  @Override
  public void put(int member, String key, Connection connection, Caller caller) {
    Operation operation = new Operation.Put(key, key + "=" + requests);
    ask(connection, member, caller, id -> new ClientRequest(id, operation, "", VALUE_BYTES));
  }

  @Override
  public void read(int member, Consistency consistency, Connection connection, Caller caller) {
    Operation operation = new Operation.Get(READ_KEY, consistency);
    ask(connection, member, caller, id -> new ClientRequest(id, operation, "", 0));
  }

  @Override
  public void grantLease(int member, long lease, double ttlSeconds, Caller caller) {
    long ttlNanos = Math.round(ttlSeconds * 1e9);
    ask(Connection.KEPT, member, caller, id -> new AdminRequest.GrantLease(id, lease, ttlNanos));
  }

  @Override
  public void putWithLease(int member, String key, long lease, Caller caller) {
    ask(
        Connection.KEPT,
        member,
        caller,
        id -> new AdminRequest.PutWithLease(id, key, "leased", lease));
  }

  @Override
  public void moveLeader(int member, int to, Caller caller) {
    ask(Connection.NEW, member, caller, id -> new AdminRequest.MoveLeader(id, ids.get(to)));
  }

  /** Makes a message of a request's number. */
  private interface Message {
    WireMessage withId(long id);
  }

  private void ask(Connection connection, int member, Caller caller, Message message) {
    long id = ++requests;
    int driver = connection == Connection.KEPT ? KEPT : NEW;
    long now = queue.nowNanos();
    long timer =
        queue.schedule(now + caller.timeoutNanos() + lateness(), ignored -> giveUp(id), null);
    waiting.put(id, new Waiting(driver, member, now, timer, caller.receiver()));
    // A request on a connection that cannot be opened never sees the gateway.
    boolean answers = handles.get(member).process() != null;
    long connectNanos = driver == NEW ? connectNanos(answers) : 0;
    long legNanos = answers ? gatewayLeg(now - lastReplyNanos) : 0;
    queue.schedule(
        now + connectNanos + legNanos,
        ignored ->
            network.send(
                drivers.get(driver), ids.get(member), Channel.CLIENT_REQUEST, message.withId(id)),
        null);
  }

  private long connectNanos(boolean answers) {
    return answers ? LaboratoryHost.connectNanos(random) : LaboratoryHost.refusalNanos(random);
  }

  /**
   * Client, HTTP and gateway, which like everything are slower after a sleep, and of which two
   * processes have to wake up.
   */
  private long gatewayLeg(long sleptNanos) {
    double warm = (double) LaboratoryHost.gatewayLegNanos(random);
    long turnNanos = processors.turnNanos() + processors.turnNanos();
    return turnNanos + Math.round(warm * (slowness + processors.coldness(sleptNanos)) / 2);
  }

  /** A Python client notices its own time-out 0.5 to 2.8 ms late. */
  private long lateness() {
    return 500_000 + random.nextLong(2_300_000);
  }

  /** The client closes its request, and the member withdraws what of it still waits there. */
  private void giveUp(long id) {
    Waiting late = waiting.get(id);
    if (late != null) {
      network.send(
          drivers.get(late.driver()),
          ids.get(late.member()),
          Channel.CLIENT_REQUEST,
          new CancelRequest(id));
      end(id, Gateway.CLIENT_TIMEOUT, null);
    }
  }

  /** An answer left the member: the gateway and the client pass it on. */
  private void answer(long id, String status, @Nullable String value) {
    Waiting one = waiting.get(id);
    if (one != null) {
      long now = queue.nowNanos();
      queue.schedule(
          now + gatewayLeg(now - one.beganNanos()), ignored -> end(id, status, value), null);
    }
  }

  private void end(long id, String status, @Nullable String value) {
    Waiting ended = waiting.remove(id);
    if (ended != null) {
      lastReplyNanos = queue.nowNanos();
      queue.cancel(ended.timer());
      ended.receiver().onReply(new Reply(status, value, ended.beganNanos(), queue.nowNanos()));
    }
  }

  private static long idOf(WireMessage message) {
    if (message instanceof ClientRequest request) {
      return request.id();
    }
    return message instanceof AdminRequest request ? request.id() : 0;
  }

  @Override
  public void close() {
    actors.close();
  }

  /** Where answers arrive. */
  private final class DriverEndpoint implements Endpoint {

    private final int place;

    DriverEndpoint(int place) {
      this.place = place;
    }

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      if (message instanceof ClientResponse response) {
        String error = response.error();
        answer(
            response.id(),
            error.isEmpty() ? Gateway.OK : Gateway.statusOf(error),
            response.values().isEmpty() ? null : response.values().get(0));
      }
    }

    @Override
    public void onUnreachable(NodeId peer, Channel channel, WireMessage message) {
      refuse(idOf(message));
    }

    /** A reset ends every request on the connection. */
    @Override
    public void onDisconnect(NodeId peer, Channel channel) {
      List<Long> lost = new ArrayList<>();
      waiting.forEach(
          (id, one) -> {
            if (one.driver() == place && one.member() == peer.index()) {
              lost.add(id);
            }
          });
      lost.sort(null);
      lost.forEach(this::refuse);
    }

    private void refuse(long id) {
      end(id, Gateway.REFUSED, null);
    }
  }
}
