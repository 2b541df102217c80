package dev.skew.world.network;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/** What the network puts into the trace. */
public sealed interface NetworkEvent extends TraceEvent {

  /**
   * A message reached its endpoint. The same record travels through the event queue, so that a
   * message costs one object.
   *
   * @param sentNanos when it was handed to the network
   */
  record MessageDelivered(
      NodeId from, NodeId to, Channel channel, WireMessage message, long sentNanos)
      implements NetworkEvent {

    @Override
    public String kind() {
      return "message-delivered";
    }

    @Override
    public void describe(TraceFields fields) {
      describeMessage(fields, from, to, channel, message);
      fields.put("sent-nanos", sentNanos);
      message.describe(fields);
    }
  }

  /** A message that will never arrive. */
  record MessageDropped(
      NodeId from, NodeId to, Channel channel, WireMessage message, DropReason reason)
      implements NetworkEvent {

    @Override
    public String kind() {
      return "message-dropped";
    }

    @Override
    public void describe(TraceFields fields) {
      describeMessage(fields, from, to, channel, message);
      fields.put("reason", reason.label());
    }
  }

  /** A node has a connection to use; both ends record it, each at its own time. */
  record Connected(NodeId node, NodeId peer, Channel channel) implements NetworkEvent {

    @Override
    public String kind() {
      return "connected";
    }

    @Override
    public void describe(TraceFields fields) {
      describeConnection(fields, node, peer, channel);
    }
  }

  /**
   * A node learned that a connection is gone.
   *
   * @param cause {@code reset}, {@code closed}, {@code read-timeout} or {@code retries-exhausted}
   */
  record ConnectionLost(NodeId node, NodeId peer, Channel channel, String cause)
      implements NetworkEvent {

    @Override
    public String kind() {
      return "connection-lost";
    }

    @Override
    public void describe(TraceFields fields) {
      describeConnection(fields, node, peer, channel);
      fields.put("cause", cause);
    }
  }

  /** Links were cut. */
  record PartitionStarted(PartitionId id, String name, int cutLinks) implements NetworkEvent {

    @Override
    public String kind() {
      return "partition-started";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("partition", id.number()).put("name", name).put("cut-links", cutLinks);
    }
  }

  /** A partition ended. */
  record PartitionHealed(PartitionId id, String name) implements NetworkEvent {

    @Override
    public String kind() {
      return "partition-healed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("partition", id.number()).put("name", name);
    }
  }

  /** The quality of links changed: an overlay began or ended. */
  record LinksChanged(OverlayId id, String name, boolean active, int links)
      implements NetworkEvent {

    @Override
    public String kind() {
      return "links-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("overlay", id.number()).put("name", name);
      fields.put("active", active).put("links", links);
    }
  }

  private static void describeMessage(
      TraceFields fields, NodeId from, NodeId to, Channel channel, WireMessage message) {
    fields.put("from", from.name()).put("to", to.name());
    fields.put("channel", channel.label()).put("message", message.kind());
  }

  private static void describeConnection(
      TraceFields fields, NodeId node, NodeId peer, Channel channel) {
    fields.put("node", node.name()).put("peer", peer.name()).put("channel", channel.label());
  }
}
