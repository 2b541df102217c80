package dev.skew.world.network;

import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of directed links on which nothing passes; packets vanish without a word, as behind a
 * firewall's DROP.
 *
 * @param name as it stands in the trace
 * @param cutLinks which directed links are cut
 */
public record Partition(String name, LinkSelector cutLinks) {

  /** Cuts these nodes off from everybody else, in both directions. */
  public static Partition isolate(String name, Collection<NodeId> side) {
    Set<NodeId> inside = new HashSet<>(side);
    return new Partition(
        name, (from, to) -> inside.contains(from.node()) != inside.contains(to.node()));
  }

  /**
   * Splits these nodes into groups; a node in none of them still sees everybody. Clients are left
   * out this way.
   */
  public static Partition groups(String name, List<? extends Collection<NodeId>> groups) {
    List<Set<NodeId>> sides = groups.stream().<Set<NodeId>>map(HashSet::new).toList();
    return new Partition(
        name,
        (from, to) -> {
          int source = groupOf(sides, from.node());
          int target = groupOf(sides, to.node());
          return source >= 0 && target >= 0 && source != target;
        });
  }

  /** Cuts one direction: what {@code sources} send no longer reaches {@code targets}. */
  public static Partition oneWay(
      String name, Collection<NodeId> sources, Collection<NodeId> targets) {
    return new Partition(name, LinkSelector.fromTo(sources, targets));
  }

  /** Cuts one pair: with A-B-C, A and C still see B. */
  public static Partition between(String name, NodeId one, NodeId other) {
    return new Partition(name, LinkSelector.between(one, other));
  }

  /** Cuts a region off from all others. */
  public static Partition region(String name, Region region) {
    return new Partition(
        name, (from, to) -> from.region().equals(region) != to.region().equals(region));
  }

  private static int groupOf(List<Set<NodeId>> groups, NodeId node) {
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).contains(node)) {
        return i;
      }
    }
    return -1;
  }
}
