package dev.skew.world.replica;

import dev.skew.world.network.Latency;

/**
 * How servers replicate.
 *
 * @param applyTime what the applier needs for a transaction, before its own log is synced
 * @param delayNanos {@code SOURCE_DELAY}: no transaction is executed before it is so old
 * @param log what a server keeps of its binary log
 * @param connection how a receiver holds on to its source
 * @param autoPosition whether a replica asks by GTID ({@code SOURCE_AUTO_POSITION}) or by file and
 *     position
 * @param takeoverTimeoutNanos how long a switchover waits ({@code dba.gtidWaitTimeout})
 */
public record ReplicaSettings(
    Latency applyTime,
    long delayNanos,
    Log log,
    Connection connection,
    boolean autoPosition,
    long takeoverTimeoutNanos) {

  /**
   * A binary log.
   *
   * @param retentionNanos {@code binlog_expire_logs_seconds}, by the server's own clock
   * @param fileBytes {@code max_binlog_size}
   */
  public record Log(long retentionNanos, long fileBytes) {}

  /**
   * A replica's connection.
   *
   * @param heartbeatNanos {@code SOURCE_HEARTBEAT_PERIOD}: a source with nothing to send says so
   * @param netTimeoutNanos {@code replica_net_timeout}: silence after which a replica dials again
   * @param retryNanos {@code SOURCE_CONNECT_RETRY}: from one attempt to the next
   */
  public record Connection(long heartbeatNanos, long netTimeoutNanos, long retryNanos) {}
}
