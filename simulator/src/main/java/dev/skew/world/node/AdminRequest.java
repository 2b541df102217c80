package dev.skew.world.node;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import dev.skew.world.raft.MembershipChange;
import dev.skew.world.topology.NodeId;

/**
 * What an operator or a tool asks of a member beside reading and writing; answered by a {@link
 * dev.skew.world.kv.ClientResponse} with the same id.
 */
public sealed interface AdminRequest extends WireMessage {

  long id();

  @Override
  default int sizeBytes() {
    return 120;
  }

  /** Moves the leadership; only the leader does it ({@code etcdctl move-leader}). */
  record MoveLeader(long id, NodeId to) implements AdminRequest {

    @Override
    public String kind() {
      return "move-leader-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("request", id).put("to", to.name());
    }
  }

  /** Changes who belongs to the group ({@code etcdctl member add|remove}). */
  record ChangeMember(long id, MembershipChange change) implements AdminRequest {

    @Override
    public String kind() {
      return "member-change-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("request", id).put("change", change.kind().label());
      fields.put("member", change.node().name());
    }
  }

  /** Grants a lease. */
  record GrantLease(long id, long lease, long ttlNanos) implements AdminRequest {

    @Override
    public String kind() {
      return "lease-grant-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("request", id).put("lease", lease).put("ttl-nanos", ttlNanos);
    }
  }

  /** Puts a key that ends with a lease. */
  record PutWithLease(long id, String key, String value, long lease) implements AdminRequest {

    @Override
    public String kind() {
      return "lease-put-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("request", id).put("key", key).put("value", value).put("lease", lease);
    }
  }

  /** Puts a member of a quorum store into quarantine, or takes it out. */
  record Quarantine(long id, NodeId about, boolean isLift, boolean isForced)
      implements AdminRequest {

    @Override
    public String kind() {
      return "quarantine-request";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("request", id).put("about", about.name());
      fields.put("lift", isLift).put("forced", isForced);
    }
  }
}
