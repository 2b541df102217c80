package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/** A machine is now down, booting, running or paused. */
public record MachineChanged(NodeId node, String status) implements TraceEvent {

  @Override
  public String kind() {
    return "machine-changed";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("node", node.name()).put("status", status);
  }
}
