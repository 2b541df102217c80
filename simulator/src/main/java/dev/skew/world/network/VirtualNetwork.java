package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.world.network.NetworkEvent.LinksChanged;
import dev.skew.world.network.NetworkEvent.MessageDelivered;
import dev.skew.world.network.NetworkEvent.PartitionHealed;
import dev.skew.world.network.NetworkEvent.PartitionStarted;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network of one sandbox: carries messages between endpoints through links of stated quality,
 * as datagrams or over simulated TCP, and lets faults change the links while it runs.
 *
 * <p>Whatever happens to a packet is drawn when it is sent, from streams of its own directed link,
 * so that traffic on one link never changes another's luck.
 */
public final class VirtualNetwork {

  private final EventQueue queue;
  private final Fabric fabric;
  private final Post post;
  private final Datagrams datagrams;
  private final Streams streams;

  /**
   * @param seed the sandbox's; each link forks its own streams from it
   * @param defaultProfile quality of links that neither region nor pair describes
   */
  public VirtualNetwork(EventQueue queue, Trace trace, Seed seed, LinkProfile defaultProfile) {
    this.queue = queue;
    this.fabric = new Fabric(seed, defaultProfile);
    this.post = new Post(queue, trace, seed, fabric);
    this.datagrams = new Datagrams(post);
    this.streams = new Streams(post);
  }

  // ---- who is there

  /** Connects a node, or replaces its endpoint; its process counts as running from now on. */
  public void attach(NodeId node, Region region, Endpoint endpoint) {
    Host host = fabric.addHost(node, region);
    host.endpoint = endpoint;
    if (!host.running) {
      processUp(node);
    }
  }

  /** Takes a node away: its process ends and its endpoint is forgotten. */
  public void detach(NodeId node) {
    processDown(node);
    fabric.host(node).endpoint = null;
  }

  /**
   * The process ended, its kernel lives: connections are closed, dials are refused. A machine
   * without power is this and a partition around it.
   */
  public void processDown(NodeId node) {
    fabric.host(node).running = false;
    fabric.host(node).frozen = false;
    streams.onProcessDied(node);
  }

  /**
   * The process stands still (SIGSTOP) and its kernel lives: connections stay, and what arrives is
   * acknowledged and delivered; but no link heartbeat is sent, nothing is dialled, no stream that
   * is asked for is answered and no read time-out fires until {@link #processThawed}.
   */
  public void processFrozen(NodeId node) {
    fabric.host(node).frozen = true;
    streams.onProcessFrozen(node);
  }

  /** The process goes on, and does at once what has become due meanwhile. */
  public void processThawed(NodeId node) {
    fabric.host(node).frozen = false;
    streams.onProcessThawed(node);
  }

  /** The process runs again, with no connection; those that it keeps it dials now. */
  public void processUp(NodeId node) {
    fabric.host(node).running = true;
    streams.onProcessBegan(node);
  }

  public boolean isRunning(NodeId node) {
    return fabric.host(node).running;
  }

  // ---- messages

  /**
   * Sends a message. What becomes of it is told by {@link Endpoint}: delivery to the receiver, and
   * to the sender only what its own machine can know.
   */
  public void send(NodeId from, NodeId to, Channel channel, WireMessage message) {
    Link link = fabric.link(from, to);
    link.sentMessages++;
    link.sentBytes += message.sizeBytes();
    MessageDelivered delivery = new MessageDelivered(from, to, channel, message, queue.nowNanos());
    if (!fabric.host(from).running) {
      post.drop(delivery, DropReason.PROCESS_DOWN);
    } else if (link.isLoopback()) {
      datagrams.loopBack(delivery);
    } else if (channel.isDatagram()) {
      datagrams.send(link, delivery);
    } else {
      streams.lane(link, channel).send(delivery);
    }
  }

  /** Opens a channel's connection before there is anything to send, as rafthttp does at start. */
  public void connect(NodeId from, NodeId to, Channel channel) {
    streams.lane(fabric.link(from, to), channel).open();
  }

  /**
   * A client gives up the connection of a channel, as HTTP/1.1 clients do when a request timed out;
   * the next message dials anew.
   */
  public void abandon(NodeId from, NodeId to, Channel channel) {
    streams.lane(fabric.link(from, to), channel).abandon();
  }

  /** How a channel keeps its connections, for connections made from now on. */
  public void configure(Channel channel, StreamSettings value) {
    streams.configure(channel, value);
  }

  public StreamSettings settings(Channel channel) {
    return streams.settings(channel);
  }

  // ---- quality of links

  public void setDefaultProfile(LinkProfile profile) {
    fabric.setDefaultProfile(profile);
    streams.onLinksChanged();
  }

  /** The quality of all links from one region to another, or within one; one direction. */
  public void setRegionProfile(Region from, Region to, LinkProfile profile) {
    fabric.setRegionProfile(from, to, profile);
    streams.onLinksChanged();
  }

  /** The quality of one directed link, or null to fall back on what its regions have. */
  public void setLinkProfile(NodeId from, NodeId to, @Nullable LinkProfile profile) {
    fabric.setLinkProfile(from, to, profile);
    streams.onLinksChanged();
  }

  /**
   * Puts one more stage behind every chosen link, present and future, until it is removed.
   *
   * @param name of the fault; also names its streams of randomness, so that faults added before it
   *     under other names do not change its draws
   */
  public OverlayId addOverlay(String name, LinkSelector links, LinkProfile profile) {
    OverlayId id = fabric.addOverlay(name, links, profile);
    streams.onLinksChanged();
    post.record(new LinksChanged(id, name, true, fabric.countLinks(links)));
    return id;
  }

  /** Returns false when it was removed before. */
  public boolean removeOverlay(OverlayId id) {
    Fabric.Overlay overlay = fabric.removeOverlay(id);
    if (overlay == null) {
      return false;
    }
    post.record(new LinksChanged(id, overlay.name(), false, fabric.countLinks(overlay.links())));
    return true;
  }

  /** Those in force, oldest first. */
  public List<OverlayId> overlays() {
    return fabric.overlays();
  }

  // ---- partitions

  /** Cuts links; partitions overlap freely, and a link works when none of them cuts it. */
  public PartitionId partition(Partition partition) {
    PartitionId id = fabric.addPartition(partition);
    streams.onLinksChanged();
    post.record(
        new PartitionStarted(id, partition.name(), fabric.countLinks(partition.cutLinks())));
    return id;
  }

  /** Returns false when it was healed before. */
  public boolean heal(PartitionId id) {
    Partition partition = fabric.removePartition(id);
    if (partition == null) {
      return false;
    }
    post.record(new PartitionHealed(id, partition.name()));
    return true;
  }

  public void healAll() {
    fabric.partitions().forEach(this::heal);
  }

  /** Those in force, oldest first. */
  public List<PartitionId> partitions() {
    return fabric.partitions();
  }

  /** Whether no partition cuts this direction; loss and dead processes do not count. */
  public boolean canReach(NodeId from, NodeId to) {
    return fabric.canReach(fabric.host(from), fabric.host(to));
  }

  /**
   * The sides of the present partitions: groups of nodes that reach each other both ways, directly
   * or through others, in the order of their first members.
   */
  public List<List<NodeId>> components() {
    return fabric.components();
  }

  // ---- what can be known

  /** Live counters of one directed link. */
  public LinkCounters counters(NodeId from, NodeId to) {
    return fabric.link(from, to);
  }

  /** The same, or null for a link that was never used and has counted nothing. */
  public @Nullable LinkCounters countersIfUsed(NodeId from, NodeId to) {
    return fabric.linkIfUsed(from.index(), to.index());
  }
}
