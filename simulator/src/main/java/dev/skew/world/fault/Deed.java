package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;

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

  /** What an event of the trace says was done; empty where it only tells what came of it. */
  public static Optional<Deed> recorded(long atNanos, FaultEvent event) {
    if (event instanceof FaultEvent.Injected injected) {
      return of(atNanos, Kind.BEGAN, event, injected.nodes());
    }
    if (event instanceof FaultEvent.Cleared cleared) {
      return of(atNanos, Kind.ENDED, event, cleared.nodes());
    }
    if (event instanceof FaultEvent.Refused) {
      return of(atNanos, Kind.REFUSED, event, List.of());
    }
    return Optional.empty();
  }

  private static Optional<Deed> of(long atNanos, Kind kind, FaultEvent event, List<NodeId> nodes) {
    return Optional.of(new Deed(atNanos, kind, event.entry(), event.line(), nodes));
  }
}
