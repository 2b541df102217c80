package dev.skew.world.replica;

import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What {@code SHOW REPLICA STATUS} shows (manual 13.7.7.35): what the server itself believes.
 *
 * @param source null for a server that replicates from nobody
 * @param ioRunning {@code Replica_IO_Running}
 * @param secondsBehindSource null for NULL
 * @param retrieved {@code Retrieved_Gtid_Set} and what was executed before
 */
public record ReplicaStatus(
    @Nullable NodeId source,
    IoState ioRunning,
    boolean sqlRunning,
    @Nullable Long secondsBehindSource,
    GtidSet retrieved,
    GtidSet executed,
    SqlError lastIoError,
    SqlError lastSqlError) {

  /** {@code Replica_IO_Running}. */
  public enum IoState {
    NO("No"),
    CONNECTING("Connecting"),
    YES("Yes");

    private final String label;

    IoState(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
