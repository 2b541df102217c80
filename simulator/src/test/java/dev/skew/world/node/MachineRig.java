package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.world.clock.ClockProfile;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.Latency;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** One machine with a process that writes down what happens to it, and a peer that talks to it. */
final class MachineRig implements ServerSoftware {

  static final long BOOT = SimTime.SECOND;
  static final long SERVICE = 10 * SimTime.MILLISECOND;
  static final int QUEUE_LIMIT = 3;
  static final NodeId SELF = new NodeId(0, "etcd-0");
  static final NodeId PEER = new NodeId(1, "etcd-1");

  private static final Region HERE = new Region("here");

  /** A numbered message. */
  record Note(long number) implements WireMessage {

    @Override
    public String kind() {
      return "note";
    }

    @Override
    public int sizeBytes() {
      return 100;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("number", number);
    }
  }

  final EventQueue queue = new EventQueue();
  final Trace trace = new Trace(queue);
  final List<TraceEvent> traced = new ArrayList<>();
  final VirtualActorSystem actors = VirtualActorSystem.create(queue, trace, "machine");
  final VirtualNetwork network =
      new VirtualNetwork(queue, trace, new Seed(1), LinkProfile.constant(Duration.ofMillis(1)));
  final NodeHandle handle = new NodeHandle();
  final List<String> durable = new ArrayList<>();
  final WalDisk<String> disk = TestDisk.on(queue, durable::add);

  /** What the process did and when, in milliseconds. */
  final List<String> seen = new ArrayList<>();

  /** What the peer was told by its kernel. */
  final List<String> peerSaw = new ArrayList<>();

  final ActorRef<NodeActor.Command> machine;
  private @Nullable NodeContext context;

  MachineRig() {
    this(0);
  }

  MachineRig(double driftPpm) {
    trace.listen((at, event) -> traced.add(event));
    network.attach(PEER, HERE, new Peer());
    NodeClock clock =
        new NodeClock(
            new WallTime(0),
            new ClockProfile(0, ClockProfile.ppbOfPpm(driftPpm), ClockProfile.Walk.NONE),
            new Seed(1).random());
    MachineSetup setup =
        new MachineSetup(
            SELF,
            HERE,
            actors,
            queue,
            trace,
            network,
            clock,
            new ServiceProfile(
                Latency.constant(Duration.ofNanos(SERVICE)),
                QUEUE_LIMIT,
                Latency.constant(Duration.ofNanos(BOOT))),
            this,
            new Seed(1).random(),
            handle,
            node -> {});
    machine = actors.spawn(NodeActor.create(setup), SELF.name());
    actors.runReady();
  }

  /** A machine whose process has booted at the second 1. */
  static MachineRig running() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT);
    rig.seen.clear();
    return rig;
  }

  void tell(NodeActor.Command command) {
    machine.tell(command);
    actors.runReady();
  }

  /** Has a message arrive now. */
  void deliver(long number) {
    tell(new NodeActor.Deliver(PEER, Channel.RAFT_MESSAGE, new Note(number)));
  }

  void runFor(long nanos) {
    actors.runUntil(queue.nowNanos() + nanos);
  }

  /** The machine as its present or last process sees it. */
  NodeContext context() {
    return Objects.requireNonNull(context, "no process has booted yet");
  }

  <E extends TraceEvent> List<E> traced(Class<E> type) {
    return traced.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <E extends TraceEvent> Optional<E> last(Class<E> type) {
    return traced(type).stream().reduce((one, next) -> next);
  }

  @Override
  public NodeProcess boot(NodeContext booted, int life) {
    context = booted;
    return new Diary(life);
  }

  @Override
  public WalDisk<String> disk() {
    return disk;
  }

  private void note(String what) {
    seen.add(what + "@" + queue.nowNanos() / SimTime.MILLISECOND);
  }

  private final class Diary implements NodeProcess {

    private final int life;

    Diary(int life) {
      this.life = life;
    }

    @Override
    public void onStart() {
      note("start " + life);
    }

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      note("message " + ((Note) message).number());
    }

    @Override
    public void onTimer(Object token) {
      note("timer " + token);
    }

    @Override
    public void onDisk(Object token) {
      note("disk " + token);
    }

    @Override
    public void onDisconnect(NodeId peer, Channel channel) {
      note("disconnect " + peer.name());
    }

    @Override
    public void onTerminate() {
      note("terminate");
    }

    @Override
    public void onUnreachable(NodeId peer, Channel channel) {
      note("unreachable " + peer.name());
    }
  }

  private final class Peer implements Endpoint {

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      peerSaw.add("message " + ((Note) message).number());
    }

    @Override
    public void onDisconnect(NodeId peer, Channel channel) {
      peerSaw.add("disconnect@" + queue.nowNanos() / SimTime.MILLISECOND);
    }
  }
}
