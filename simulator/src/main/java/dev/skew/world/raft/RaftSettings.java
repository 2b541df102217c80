package dev.skew.world.raft;

/**
 * How a member runs Raft; equal on all members of a sane cluster.
 *
 * @param electionTicks T: timeouts are drawn from [T, 2T - 1] ticks, leases and check-quorum last T
 * @param heartbeatTicks ticks between two heartbeats of a leader
 * @param checkQuorum a leader that hears no majority for T ticks steps down, and a voter that heard
 *     a leader less than T ticks ago ignores candidates
 * @param preVote ask before raising the term (thesis §9.6)
 * @param limits bounds on messages and log
 * @param release whose behaviour where etcd's releases differ
 * @param unsafe what is given up on purpose
 */
public record RaftSettings(
    int electionTicks,
    int heartbeatTicks,
    boolean checkQuorum,
    boolean preVote,
    RaftLimits limits,
    EtcdRelease release,
    UnsafeOptions unsafe) {

  /** etcd 3.4 with no flags: a tick is 100 ms there, so T is one second. */
  public static final RaftSettings ETCD =
      new RaftSettings(10, 1, true, false, RaftLimits.ETCD, EtcdRelease.V3_4, UnsafeOptions.NONE);

  public RaftSettings {
    if (heartbeatTicks < 1) {
      throw new IllegalArgumentException("heartbeatTicks must be positive, got " + heartbeatTicks);
    }
    if (electionTicks <= heartbeatTicks) {
      throw new IllegalArgumentException(
          "electionTicks must exceed heartbeatTicks "
              + heartbeatTicks
              + ", got "
              + electionTicks
              + " (etcd wants five times as many)");
    }
    if (unsafe.leaseReads() && !checkQuorum) {
      throw new IllegalArgumentException("leaseReads needs checkQuorum, got checkQuorum false");
    }
  }

  public RaftSettings withTicks(int election, int heartbeat) {
    return new RaftSettings(election, heartbeat, checkQuorum, preVote, limits, release, unsafe);
  }

  public RaftSettings withCheckQuorum(boolean on) {
    return new RaftSettings(electionTicks, heartbeatTicks, on, preVote, limits, release, unsafe);
  }

  public RaftSettings withPreVote(boolean on) {
    return new RaftSettings(
        electionTicks, heartbeatTicks, checkQuorum, on, limits, release, unsafe);
  }

  public RaftSettings withLimits(RaftLimits other) {
    return new RaftSettings(
        electionTicks, heartbeatTicks, checkQuorum, preVote, other, release, unsafe);
  }

  public RaftSettings withRelease(EtcdRelease other) {
    return new RaftSettings(
        electionTicks, heartbeatTicks, checkQuorum, preVote, limits, other, unsafe);
  }

  public RaftSettings withUnsafe(UnsafeOptions other) {
    return new RaftSettings(
        electionTicks, heartbeatTicks, checkQuorum, preVote, limits, release, other);
  }
}
