package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/**
 * Power failed and took log records that were not synced.
 *
 * @param torn whether the first of them lies half written on the disk
 */
public record WritesLost(NodeId node, int records, boolean torn) implements TraceEvent {

  @Override
  public String kind() {
    return "writes-lost";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("node", node.name()).put("records", records).put("torn", torn);
  }
}
