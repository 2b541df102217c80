package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * What the nemesis did, in its own books: what an auditor compares the trace with.
 *
 * @param entry the timeline entry's name, or the operator's command id
 * @param nodes that were touched; none where a command was refused
 */
public record Deed(long atNanos, Kind kind, String entry, String command, List<NodeId> nodes) {

  /** What was done. */
  public enum Kind {
    BEGAN,
    ENDED,
    REFUSED
  }

  public Deed {
    nodes = List.copyOf(nodes);
  }

  /** What an event of the trace says was done. */
  public static Deed recorded(long atNanos, FaultEvent event) {
    if (event instanceof FaultEvent.Injected injected) {
      return new Deed(atNanos, Kind.BEGAN, injected.entry(), injected.command(), injected.nodes());
    }
    if (event instanceof FaultEvent.Cleared cleared) {
      return new Deed(atNanos, Kind.ENDED, cleared.entry(), cleared.command(), cleared.nodes());
    }
    return new Deed(atNanos, Kind.REFUSED, event.entry(), event.command(), List.of());
  }
}
