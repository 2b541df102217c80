package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/** A process gave itself up, as etcd does when its log cannot be written. */
public record ProcessPanicked(NodeId node, String complaint) implements TraceEvent {

  @Override
  public String kind() {
    return "process-panicked";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("node", node.name()).put("complaint", complaint);
  }
}
