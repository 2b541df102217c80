package dev.skew.world.node;

import dev.skew.kernel.TraceHash;
import dev.skew.world.kv.Operation;
import dev.skew.world.raft.Command;
import dev.skew.world.topology.NodeId;

/** What an etcd member has the group agree on. */
sealed interface EtcdCommand extends Command {

  /** Framing of an {@code InternalRaftRequest}. */
  int HEADER_BYTES = 24;

  /** Unique in the cluster and over restarts; how the proposer finds who waits for the result. */
  long id();

  /** The member that proposed it. */
  NodeId proposer();

  /**
   * A client's operation.
   *
   * @param request a digest of the client and its request's id
   * @param lease the lease to bind the written keys to, 0 for none
   */
  record Kv(
      long id,
      NodeId proposer,
      long request,
      Operation operation,
      long lease,
      int valueBytes,
      long fingerprint)
      implements EtcdCommand {

    static Kv of(
        long id, NodeId proposer, long request, Operation operation, long lease, int valueBytes) {
      TraceHash digest = new TraceHash();
      operation.describe(digest);
      digest.put("id", id);
      return new Kv(id, proposer, request, operation, lease, valueBytes, digest.value());
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + valueBytes;
    }
  }

  /** A new lease. */
  record GrantLease(long id, NodeId proposer, long lease, long ttlNanos) implements EtcdCommand {

    @Override
    public int sizeBytes() {
      return HEADER_BYTES;
    }

    @Override
    public long fingerprint() {
      return new TraceHash().put("id", id).put("lease", lease).value();
    }
  }

  /** A lease ends and takes its keys along. */
  record RevokeLease(long id, NodeId proposer, long lease) implements EtcdCommand {

    @Override
    public int sizeBytes() {
      return HEADER_BYTES;
    }

    @Override
    public long fingerprint() {
      return new TraceHash().put("id", id).put("revoked", lease).value();
    }
  }
}
