package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * A read that waits for a majority to confirm that the leader still leads.
 *
 * @param context the asker's name for it
 * @param from who asked
 * @param index the commit index when it arrived
 * @param confirmedBy who answered a heartbeat that carried the context, the leader first
 */
record PendingRead(long context, NodeId from, long index, List<NodeId> confirmedBy) {

  PendingRead confirmedAlsoBy(NodeId member) {
    if (confirmedBy.contains(member)) {
      return this;
    }
    List<NodeId> more = new ArrayList<>(confirmedBy);
    more.add(member);
    return new PendingRead(context, from, index, List.copyOf(more));
  }
}
