package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceListener;
import dev.skew.world.network.NetworkEvent;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.topology.NodeId;
import java.util.Arrays;
import java.util.List;

/**
 * Follows which consensus nodes can reach a majority of the group, themselves included, both ways.
 * Only partitions and dead processes count; a slow or lossy link still reaches.
 */
final class SidesWatch implements TraceListener {

  private static final long NEVER = -1;

  private final Cluster cluster;
  private final List<NodeId> group;
  private final long[] minoritySinceNanos;
  private final long[] majoritySinceNanos;

  SidesWatch(Cluster cluster) {
    this.cluster = cluster;
    this.group = cluster.consensus().members();
    this.minoritySinceNanos = new long[cluster.members().size()];
    this.majoritySinceNanos = new long[cluster.members().size()];
    Arrays.fill(minoritySinceNanos, NEVER);
  }

  /** Whether a node could not reach a majority at any time since {@code sinceNanos}. */
  boolean wasInMinoritySince(NodeId node, long sinceNanos) {
    long since = minoritySinceNanos[node.index()];
    return since != NEVER && since <= sinceNanos;
  }

  /** Whether a node could reach a majority all the time since {@code sinceNanos}. */
  boolean wasInMajoritySince(NodeId node, long sinceNanos) {
    return minoritySinceNanos[node.index()] == NEVER
        && majoritySinceNanos[node.index()] <= sinceNanos;
  }

  @Override
  public void onTraceEvent(long atNanos, TraceEvent event) {
    if (event instanceof NetworkEvent.PartitionStarted
        || event instanceof NetworkEvent.PartitionHealed
        || event instanceof MachineChanged) {
      for (NodeId node : group) {
        update(atNanos, node);
      }
    }
  }

  private void update(long atNanos, NodeId node) {
    boolean majority = reach(node) > group.size() / 2;
    boolean wasMajority = minoritySinceNanos[node.index()] == NEVER;
    if (majority && !wasMajority) {
      minoritySinceNanos[node.index()] = NEVER;
      majoritySinceNanos[node.index()] = atNanos;
    } else if (!majority && wasMajority) {
      minoritySinceNanos[node.index()] = atNanos;
    }
  }

  private int reach(NodeId node) {
    int count = 0;
    for (NodeId other : group) {
      boolean both =
          other.equals(node)
              || (cluster.network().canReach(node, other)
                  && cluster.network().canReach(other, node));
      if (both && cluster.isUp(other)) {
        count++;
      }
    }
    return count;
  }
}
