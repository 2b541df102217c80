package dev.skew.rehearse.scenario;

import java.time.Duration;

/**
 * How the consensus group works; the defaults are etcd 3.4's without flags.
 *
 * @param release whose behaviour where etcd's releases differ
 * @param tick the unit in which timers count, by the node's own clock
 * @param heartbeat from one heartbeat to the next, a whole number of ticks
 * @param election shortest election timeout, a whole number of ticks; each is drawn from [1, 2) of
 *     it
 * @param requestTimeout after which a server gives a client's request up
 * @param snapshotCount applied entries between two snapshots
 * @param catchUpEntries entries kept behind a snapshot for followers that lag
 * @param voteEvidence whether members remove one that voted twice in a term, which no etcd does
 */
public record ConsensusSettings(
    Release release,
    Duration tick,
    Duration heartbeat,
    Duration election,
    boolean preVote,
    boolean checkQuorum,
    Duration requestTimeout,
    int snapshotCount,
    int catchUpEntries,
    boolean voteEvidence,
    Unsafe unsafe) {

  public static final ConsensusSettings DEFAULT =
      new ConsensusSettings(
          Release.V3_4,
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          false,
          true,
          Duration.ofSeconds(7),
          100_000,
          5_000,
          false,
          Unsafe.NONE);

  public int heartbeatTicks() {
    return (int) (heartbeat.toNanos() / tick.toNanos());
  }

  public int electionTicks() {
    return (int) (election.toNanos() / tick.toNanos());
  }

  /** A minor release of etcd. */
  public enum Release implements Labelled {
    V3_4("etcd-3.4"),
    V3_5("etcd-3.5");

    private final String label;

    Release(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }

  /**
   * What no one should switch on, except to see what happens.
   *
   * @param leaseReads a leader answers linearizable reads from its lease, trusting its clock
   * @param votesNotPersisted a node forgets at a crash for whom it voted
   * @param fsyncSkipped a node says that entries are on disk before they are
   */
  public record Unsafe(boolean leaseReads, boolean votesNotPersisted, boolean fsyncSkipped) {

    public static final Unsafe NONE = new Unsafe(false, false, false);
  }
}
