package dev.skew.world.replica;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/** What a server puts on record. */
public sealed interface ReplicaEvent extends TraceEvent {

  /** The server that recorded it. */
  NodeId node();

  /** A primary committed a client's transaction. */
  record Committed(NodeId node, Gtid gtid, String key) implements ReplicaEvent {

    @Override
    public String kind() {
      return "transaction-committed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("gtid", gtid.toString()).put("key", key);
    }
  }

  /** A thread runs: of a receiver, it is connected. */
  record ThreadStarted(NodeId node, ReplicaThread thread) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-thread-started";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("thread", thread.label());
    }
  }

  /** A thread stopped, by an order or for an error. */
  record ThreadStopped(NodeId node, ReplicaThread thread, SqlError error) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-thread-stopped";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("thread", thread.label());
      fields.put("code", error.code()).put("error", error.text());
    }
  }

  /** A receiver lost its source and dials again. */
  record SourceLost(NodeId node, NodeId source) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replication-source-lost";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("source", source.name());
    }
  }

  /** A server is now the primary. */
  record Promoted(NodeId node, boolean isForced, GtidSet executed) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-promoted";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("forced", isForced);
      fields.put("executed", executed.toString());
    }
  }

  /** A switchover was given up and undone. */
  record TakeoverFailed(NodeId node, String reason) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-takeover-failed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("reason", reason);
    }
  }

  /** A server replicates from another one now. */
  record Followed(NodeId node, NodeId source) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replication-source-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("source", source.name());
    }
  }

  /** A server is nobody's replica any more, and does not lead either. */
  record Left(NodeId node) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-removed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name());
    }
  }

  /** A server takes writes, or no longer. */
  record ReadOnlySet(NodeId node, boolean isOn) implements ReplicaEvent {

    @Override
    public String kind() {
      return "read-only-set";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("on", isOn);
    }
  }

  /** The oldest files of a binary log were deleted. */
  record LogPurged(NodeId node, GtidSet purged) implements ReplicaEvent {

    @Override
    public String kind() {
      return "binary-log-purged";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("purged", purged.toString());
    }
  }

  /** A server holds a copy of its source and replicates on from there. */
  record Rebuilt(NodeId node, NodeId source) implements ReplicaEvent {

    @Override
    public String kind() {
      return "replica-rebuilt";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("source", source.name());
    }
  }
}
