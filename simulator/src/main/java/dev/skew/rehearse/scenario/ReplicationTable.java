package dev.skew.rehearse.scenario;

import java.time.Duration;

/** The fields of {@code replication}. */
final class ReplicationTable {

  private static final Shape<Duration> TIMER =
      Scalars.duration(Duration.ofMillis(1), Duration.ofDays(1));

  private static final Field<ReplicationSettings, Distribution> APPLY_TIME =
      Field.of(
          "applyTime",
          DistributionTable.DISTRIBUTION,
          ReplicationSettings::applyTime,
          "What an applier needs for a transaction, besides syncing its own log.");
  private static final Field<ReplicationSettings, Duration> THROTTLE =
      Field.of(
          "throttle",
          Scalars.duration(Duration.ZERO, Duration.ofDays(1)),
          ReplicationSettings::throttle,
          "How old a transaction must be before a replica executes it (SOURCE_DELAY).");
  private static final Field<ReplicationSettings, Duration> RETENTION =
      Field.of(
          "retention",
          Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(365)),
          ReplicationSettings::retention,
          "How long a server keeps files of its binary log (binlog_expire_logs_seconds); looked at"
              + " when a file is full.");
  private static final Field<ReplicationSettings, Long> FILE_SIZE =
      Field.of(
          "fileSize",
          Scalars.size(4_096, 1L << 30),
          ReplicationSettings::fileBytes,
          "After which a server begins a new file (max_binlog_size).");
  private static final Field<ReplicationSettings, Boolean> AUTO_POSITION =
      Field.of(
          "autoPosition",
          Scalars.BOOLEAN,
          ReplicationSettings::autoPosition,
          "Whether a replica asks for transactions by GTID, or by file and position.");
  private static final Field<ReplicationSettings, Duration> HEARTBEAT =
      Field.of(
          "heartbeat",
          TIMER,
          ReplicationSettings::heartbeat,
          "After which a source with nothing to send says so (SOURCE_HEARTBEAT_PERIOD).");
  private static final Field<ReplicationSettings, Duration> NET_TIMEOUT =
      Field.of(
          "netTimeout",
          TIMER,
          ReplicationSettings::netTimeout,
          "Silence after which a replica dials again (replica_net_timeout).");
  private static final Field<ReplicationSettings, Duration> CONNECT_RETRY =
      Field.of(
          "connectRetry",
          TIMER,
          ReplicationSettings::connectRetry,
          "From one attempt to connect to the next (SOURCE_CONNECT_RETRY).");
  private static final Field<ReplicationSettings, Duration> TAKEOVER_TIMEOUT =
      Field.of(
          "takeoverTimeout",
          TIMER,
          ReplicationSettings::takeoverTimeout,
          "How long a switchover waits for the candidate before it is undone.");

  static final ObjectShape<ReplicationSettings> REPLICATION =
      ObjectShape.of(
              "replication",
              ReplicationSettings.DEFAULT,
              "How the MySQL servers replicate; the first one is the primary at the start.")
          .with(APPLY_TIME)
          .with(THROTTLE)
          .with(RETENTION)
          .with(FILE_SIZE)
          .with(AUTO_POSITION)
          .with(HEARTBEAT)
          .with(NET_TIMEOUT)
          .with(CONNECT_RETRY)
          .with(TAKEOVER_TIMEOUT)
          .check(ReplicationTable::checkHeartbeat, HEARTBEAT, NET_TIMEOUT)
          .make(ReplicationTable::settings);

  private ReplicationTable() {}

  private static void checkHeartbeat(Values values) {
    if (values.get(HEARTBEAT).compareTo(values.get(NET_TIMEOUT)) >= 0) {
      values.reject(
          HEARTBEAT,
          "must be shorter than netTimeout, "
              + NET_TIMEOUT.shape().write(values.get(NET_TIMEOUT))
              + "; MySQL takes half of it");
    }
  }

  private static ReplicationSettings settings(Values values) {
    return new ReplicationSettings(
        values.get(APPLY_TIME),
        values.get(THROTTLE),
        values.get(RETENTION),
        values.get(FILE_SIZE),
        values.get(AUTO_POSITION),
        values.get(HEARTBEAT),
        values.get(NET_TIMEOUT),
        values.get(CONNECT_RETRY),
        values.get(TAKEOVER_TIMEOUT));
  }
}
