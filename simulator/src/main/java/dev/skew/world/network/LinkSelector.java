package dev.skew.world.network;

import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Chooses directed links; must be a pure function. A node's link to itself is never asked for. */
@FunctionalInterface
public interface LinkSelector {

  boolean selects(Site from, Site to);

  /**
   * A node and where it stands.
   *
   * @param region where the node was attached
   */
  record Site(NodeId node, Region region) {}

  static LinkSelector all() {
    return (from, to) -> true;
  }

  /** One direction of one pair. */
  static LinkSelector link(NodeId source, NodeId target) {
    return (from, to) -> from.node().equals(source) && to.node().equals(target);
  }

  /** Both directions of one pair. */
  static LinkSelector between(NodeId one, NodeId other) {
    return link(one, other).or(link(other, one));
  }

  /** From any of the sources to any of the targets. */
  static LinkSelector fromTo(Collection<NodeId> sources, Collection<NodeId> targets) {
    Set<NodeId> from = new HashSet<>(sources);
    Set<NodeId> to = new HashSet<>(targets);
    return (source, target) -> from.contains(source.node()) && to.contains(target.node());
  }

  /** What these nodes send. */
  static LinkSelector outgoing(Collection<NodeId> nodes) {
    Set<NodeId> chosen = new HashSet<>(nodes);
    return (from, to) -> chosen.contains(from.node());
  }

  /** What these nodes send or receive. */
  static LinkSelector touching(Collection<NodeId> nodes) {
    Set<NodeId> chosen = new HashSet<>(nodes);
    return (from, to) -> chosen.contains(from.node()) || chosen.contains(to.node());
  }

  /** From one region to another, one direction. */
  static LinkSelector regions(Region source, Region target) {
    return (from, to) -> from.region().equals(source) && to.region().equals(target);
  }

  default LinkSelector or(LinkSelector other) {
    return (from, to) -> selects(from, to) || other.selects(from, to);
  }

  default LinkSelector and(LinkSelector other) {
    return (from, to) -> selects(from, to) && other.selects(from, to);
  }
}
