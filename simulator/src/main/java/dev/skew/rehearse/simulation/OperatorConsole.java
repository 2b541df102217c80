package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.world.fault.ConsensusTargets.Answer;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Where {@code etcdctl} and the store's own tool run: {@code kubectl exec} puts it beside the
 * member it asks, so that no fault of the network is between them. A run without operators knows
 * nothing of it.
 */
final class OperatorConsole implements Endpoint {

  /** {@code --command-timeout} of etcdctl. */
  private static final long COMMAND_TIMEOUT_NANOS = 5 * SimTime.SECOND;

  private static final String DEADLINE = "context deadline exceeded";
  private static final String CLOSING = "rpc error: code = Unavailable desc = transport is closing";

  /** Loopback, with gRPC on both sides. */
  private static final LinkProfile LOOPBACK = LinkProfile.constant(Duration.ofNanos(100_000));

  private final Cluster cluster;
  private final NodeId self;
  private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
  private boolean attached;
  private long requests;

  /** A command whose end is awaited. */
  private record Waiting(NodeId member, String success, long timer, Answer answer) {}

  OperatorConsole(Cluster cluster) {
    this.cluster = cluster;
    this.self = new NodeId(cluster.members().size(), "operator");
  }

  /**
   * Has a tool ask a member for something.
   *
   * @param success what the tool prints when the member did it
   */
  void ask(
      NodeId member, LongFunction<? extends WireMessage> request, String success, Answer answer) {
    attach(member);
    long id = ++requests;
    long due = cluster.queue().nowNanos() + COMMAND_TIMEOUT_NANOS;
    long timer = cluster.queue().schedule(due, nothing -> end(id, false, DEADLINE), null);
    waiting.put(id, new Waiting(member, success, timer, answer));
    cluster.network().send(self, member, Channel.CLIENT_REQUEST, request.apply(id));
  }

  private void attach(NodeId member) {
    if (!attached) {
      attached = true;
      cluster.network().attach(self, new Region(self.name()), this);
    }
    cluster.network().setLinkProfile(self, member, LOOPBACK);
    cluster.network().setLinkProfile(member, self, LOOPBACK);
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    if (message instanceof ClientResponse response) {
      end(response.id(), response.outcome() == Outcome.OK, response.error());
    }
  }

  /** The member ended before it answered. */
  @Override
  public void onDisconnect(NodeId peer, Channel channel) {
    List<Long> asked =
        waiting.entrySet().stream()
            .filter(each -> each.getValue().member().equals(peer))
            .map(Map.Entry::getKey)
            .toList();
    asked.forEach(id -> end(id, false, CLOSING));
  }

  private void end(long id, boolean done, String error) {
    Waiting ended = waiting.remove(id);
    if (ended != null) {
      cluster.queue().cancel(ended.timer());
      ended.answer().onAnswer(done, done ? ended.success() : error);
    }
  }
}
