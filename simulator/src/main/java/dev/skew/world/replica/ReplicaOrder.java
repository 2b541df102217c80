package dev.skew.world.replica;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;

/** What an operator types on a server. */
public sealed interface ReplicaOrder extends WireMessage {

  @Override
  default String kind() {
    return "replica-order";
  }

  @Override
  default int sizeBytes() {
    return 100;
  }

  @Override
  default void describe(TraceFields fields) {
    fields.put("order", getClass().getSimpleName());
  }

  /** {@code STOP REPLICA IO_THREAD} or {@code SQL_THREAD}. */
  record Stop(ReplicaThread thread) implements ReplicaOrder {}

  /** {@code START REPLICA IO_THREAD} or {@code SQL_THREAD}. */
  record Start(ReplicaThread thread) implements ReplicaOrder {}

  /**
   * {@code CHANGE REPLICATION SOURCE TO SOURCE_DELAY = ...} (manual 17.4.11).
   *
   * @param nanos on top of what the server is set up with
   */
  record Delay(long nanos) implements ReplicaOrder {}

  /** {@code SET GLOBAL super_read_only = ...}. */
  record ReadOnly(boolean isOn) implements ReplicaOrder {}

  /** {@code CHANGE REPLICATION SOURCE TO} and {@code START REPLICA}. */
  record Follow(NodeId source) implements ReplicaOrder {}

  /**
   * Become the primary: {@code setPrimaryInstance()} of MySQL Shell's ReplicaSet, or with force
   * {@code forcePrimaryInstance()}, which asks nothing of the former primary.
   */
  record Promote(boolean isForced) implements ReplicaOrder {}

  /**
   * Become a replica: {@code addInstance()} of MySQL Shell's ReplicaSet.
   *
   * @param copied as a copy of the source, and not from its log
   */
  record Join(NodeId source, boolean copied) implements ReplicaOrder {}

  /** Be a replica no more: {@code removeInstance()}, {@code RESET REPLICA ALL}. */
  record Leave() implements ReplicaOrder {}

  /** {@code CLONE INSTANCE FROM} the source (manual 5.6.7), and replicate from there on. */
  record Rebuild() implements ReplicaOrder {}
}
