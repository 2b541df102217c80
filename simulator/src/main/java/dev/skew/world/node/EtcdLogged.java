package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.topology.NodeId;

/** Something that an etcd member writes to its log. */
public record EtcdLogged(NodeId node, RaftNotice notice) implements TraceEvent {

  @Override
  public String kind() {
    return notice.kind();
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("node", node.name());
    notice.describe(fields);
  }
}
