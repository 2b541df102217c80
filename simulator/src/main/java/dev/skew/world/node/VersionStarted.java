package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;

/** A node's process has started with another version than the one before it. */
public record VersionStarted(NodeId node, Version former, Version version) implements TraceEvent {

  @Override
  public String kind() {
    return "version-started";
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("node", node.name()).put("former", former.toString());
    fields.put("version", version.toString());
  }
}
