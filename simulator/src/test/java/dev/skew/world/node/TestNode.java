package dev.skew.world.node;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.Seed;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A machine that costs nothing, under a server process whose doings it keeps. */
final class TestNode implements NodeContext {

  static final NodeId SELF = new NodeId(0, "etcd-0");
  static final NodeId PEER = new NodeId(1, "etcd-1");
  static final NodeId CLIENT = new NodeId(9, "client-0");

  /** What the process sent, and when. */
  record Sent(long atNanos, NodeId to, Channel channel, WireMessage message) {}

  final EventQueue queue = new EventQueue();
  final List<Sent> sent = new ArrayList<>();
  final List<TraceEvent> traced = new ArrayList<>();
  final List<NodeId> disconnected = new ArrayList<>();
  final List<String> panics = new ArrayList<>();
  List<NodeId> peers = List.of();
  int exits;
  final List<Long> restarts = new ArrayList<>();

  private final NodeClock clock = NodeClock.perfect(new WallTime(0), new Seed(1).random());
  private @Nullable NodeProcess process;

  void runs(NodeProcess started) {
    process = started;
    started.onStart();
  }

  void runFor(long nanos) {
    TestDisk.runUntil(queue, queue.nowNanos() + nanos);
  }

  void receive(NodeId from, WireMessage message) {
    Objects.requireNonNull(process).onMessage(from, Channel.CLIENT_REQUEST, message);
  }

  /** Everything that a client was answered, in order. */
  List<ClientResponse> answers() {
    return sent(ClientResponse.class);
  }

  <M extends WireMessage> List<M> sent(Class<M> type) {
    return sent.stream().map(Sent::message).filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public NodeId self() {
    return SELF;
  }

  @Override
  public long nowNanos() {
    return queue.nowNanos();
  }

  @Override
  public NodeClock clock() {
    return clock;
  }

  @Override
  public void send(NodeId to, Channel channel, WireMessage message) {
    sent.add(new Sent(queue.nowNanos(), to, channel, message));
  }

  @Override
  public void disconnect(NodeId peer, Channel channel) {
    disconnected.add(peer);
  }

  @Override
  public long setTimer(long localNanos, Object token) {
    return setTimerAt(queue.nowNanos() + localNanos, token);
  }

  @Override
  public long setTimerAt(long dueNanos, Object token) {
    EventTarget target = ignored -> Objects.requireNonNull(process).onTimer(token);
    return queue.schedule(Math.max(dueNanos, queue.nowNanos()), target, null);
  }

  @Override
  public void cancelTimer(long handle) {
    queue.cancel(handle);
  }

  @Override
  public EventTarget disk() {
    return token -> Objects.requireNonNull(process).onDisk(Objects.requireNonNull(token));
  }

  @Override
  public List<NodeId> connectedPeers() {
    return peers;
  }

  @Override
  public void trace(TraceEvent event) {
    traced.add(event);
  }

  @Override
  public void panic(String complaint) {
    panics.add(complaint);
  }

  @Override
  public void exit() {
    exits++;
  }

  @Override
  public void restart(long afterNanos) {
    restarts.add(afterNanos);
  }
}
