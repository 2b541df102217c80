package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.world.network.NetworkEvent.MessageDelivered;
import dev.skew.world.network.NetworkEvent.MessageDropped;
import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Hands messages and news to endpoints, counts them and records them. */
final class Post {

  final EventQueue queue;
  final Seed seed;
  final Fabric fabric;
  final Fate fate = new Fate();
  private final Trace trace;

  /** A message that could not leave its node, on its way back to the sender's endpoint. */
  private record Returned(MessageDelivered message) {}

  Post(EventQueue queue, Trace trace, Seed seed, Fabric fabric) {
    this.queue = queue;
    this.trace = trace;
    this.seed = seed;
    this.fabric = fabric;
  }

  void deliver(MessageDelivered delivery) {
    deliver(fabric.link(delivery.from(), delivery.to()), delivery);
  }

  void deliver(Link link, MessageDelivered delivery) {
    Host host = fabric.host(delivery.to());
    Endpoint endpoint = host.endpoint;
    if (!host.running || endpoint == null) {
      drop(delivery, DropReason.PROCESS_DOWN);
      return;
    }
    link.receivedMessages++;
    link.receivedBytes += delivery.message().sizeBytes();
    trace.record(delivery);
    endpoint.onMessage(delivery.from(), delivery.channel(), delivery.message());
  }

  void drop(MessageDelivered delivery, DropReason reason) {
    fabric.link(delivery.from(), delivery.to()).trouble().droppedMessages++;
    trace.record(
        new MessageDropped(
            delivery.from(), delivery.to(), delivery.channel(), delivery.message(), reason));
  }

  /** Drops a message before it left, and tells its sender in an event of its own. */
  void refuse(MessageDelivered delivery, DropReason reason) {
    drop(delivery, reason);
    queue.schedule(queue.nowNanos(), this::onReturned, new Returned(delivery));
  }

  private void onReturned(@Nullable Object payload) {
    if (payload instanceof Returned returned) {
      MessageDelivered message = returned.message();
      Host host = fabric.host(message.from());
      if (host.running && host.endpoint != null) {
        host.endpoint.onUnreachable(message.to(), message.channel(), message.message());
      }
    }
  }

  void connected(NodeId node, NodeId peer, Channel channel) {
    Host host = fabric.host(node);
    if (host.running && host.endpoint != null) {
      trace.record(new NetworkEvent.Connected(node, peer, channel));
      host.endpoint.onConnect(peer, channel);
    }
  }

  void disconnected(NodeId node, NodeId peer, Channel channel, String cause) {
    Host host = fabric.host(node);
    if (host.running && host.endpoint != null) {
      trace.record(new NetworkEvent.ConnectionLost(node, peer, channel, cause));
      host.endpoint.onDisconnect(peer, channel);
    }
  }

  void record(NetworkEvent event) {
    trace.record(event);
  }
}
