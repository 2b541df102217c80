package dev.skew.rehearse.scenario;

import java.time.Duration;

/**
 * How the consensus group works; the defaults are etcd 3.4's.
 *
 * @param tick the unit in which timers count, by the node's own clock
 * @param heartbeat from one heartbeat to the next, a whole number of ticks
 * @param election shortest election timeout, a whole number of ticks; each is drawn from [1, 2) of
 *     it
 * @param requestTimeout after which a server gives up a client's request (etcd: 5 s and two
 *     election timeouts)
 * @param snapshotCount applied entries between two snapshots
 * @param catchUpEntries entries kept behind a snapshot for followers that lag
 * @param reconnectDelay how long a peer's connection stays down after the network came back
 */
public record ConsensusSettings(
    Duration tick,
    Duration heartbeat,
    Duration election,
    boolean preVote,
    boolean checkQuorum,
    Duration requestTimeout,
    int snapshotCount,
    int catchUpEntries,
    Duration reconnectDelay,
    Unsafe unsafe) {

  public static final ConsensusSettings DEFAULT =
      new ConsensusSettings(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          false,
          true,
          Duration.ofSeconds(7),
          100_000,
          5_000,
          Duration.ofMillis(500),
          Unsafe.NONE);

  public int heartbeatTicks() {
    return (int) (heartbeat.toNanos() / tick.toNanos());
  }

  public int electionTicks() {
    return (int) (election.toNanos() / tick.toNanos());
  }

  /**
   * What no one should switch on, except to see what happens.
   *
   * @param leaseReads a leader answers linearizable reads from its lease, trusting its clock
   * @param votesNotPersisted a node may forget at a crash for whom it voted
   * @param fsyncSkipped a node says that entries are on disk before they are
   */
  public record Unsafe(boolean leaseReads, boolean votesNotPersisted, boolean fsyncSkipped) {

    public static final Unsafe NONE = new Unsafe(false, false, false);
  }
}
