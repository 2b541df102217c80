package dev.skew.rehearse.scenario;

import java.time.Duration;

/**
 * How the MySQL servers replicate; the defaults are those of MySQL 8.0 where it has them. The first
 * server is the primary when the run begins, all others replicate from it.
 *
 * @param applyTime what an applier needs for a transaction
 * @param throttle how old a transaction must be before a replica executes it
 * @param retention how long a server keeps files of its binary log
 * @param fileBytes after which a server begins a new file
 * @param autoPosition whether a replica asks by GTID or by file and position
 * @param heartbeat after which a source with nothing to send says so
 * @param netTimeout silence after which a replica dials again
 * @param connectRetry from one attempt to connect to the next
 * @param takeoverTimeout how long a switchover waits for the candidate
 */
public record ReplicationSettings(
    Distribution applyTime,
    Duration throttle,
    Duration retention,
    long fileBytes,
    boolean autoPosition,
    Duration heartbeat,
    Duration netTimeout,
    Duration connectRetry,
    Duration takeoverTimeout) {

  public static final ReplicationSettings DEFAULT =
      new ReplicationSettings(
          Times.micros(500),
          Duration.ZERO,
          Duration.ofDays(30),
          1L << 30,
          true,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60));
}
