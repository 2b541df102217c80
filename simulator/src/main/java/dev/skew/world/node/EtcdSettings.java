package dev.skew.world.node;

import dev.skew.kernel.SimTime;
import dev.skew.world.raft.RaftSettings;

/**
 * How an etcd member runs.
 *
 * @param raft the consensus part, in ticks
 * @param tickNanos one tick by the member's own clock: {@code --heartbeat-interval}
 * @param requestTimeoutNanos after which a request is given up; etcd takes 5 s for disk and quorum
 *     and twice the election time-out ({@code ServerConfig.ReqTimeout})
 * @param handOverNanos what a request costs beside the handling of messages: the ways between its
 *     goroutine, the raft loop, the read loop or the apply queue, and back; 0 where processors are
 *     not looked at so closely
 * @param voteEvidence whether members compare their votes and remove one that voted twice in a
 *     term, which etcd does not
 */
public record EtcdSettings(
    RaftSettings raft,
    long tickNanos,
    long requestTimeoutNanos,
    long handOverNanos,
    boolean voteEvidence) {

  /** etcd 3.4 with no flags. */
  public static final EtcdSettings DEFAULT =
      new EtcdSettings(RaftSettings.ETCD, 100 * SimTime.MILLISECOND, 7 * SimTime.SECOND);

  public EtcdSettings {
    if (tickNanos <= 0) {
      throw new IllegalArgumentException("tickNanos must be positive, got " + tickNanos);
    }
  }

  /** With hand-overs that cost nothing. */
  public EtcdSettings(RaftSettings raft, long tickNanos, long requestTimeoutNanos) {
    this(raft, tickNanos, requestTimeoutNanos, 0);
  }

  /** Without a word on votes, as etcd. */
  public EtcdSettings(
      RaftSettings raft, long tickNanos, long requestTimeoutNanos, long handOverNanos) {
    this(raft, tickNanos, requestTimeoutNanos, handOverNanos, false);
  }

  public EtcdSettings withVoteEvidence(boolean on) {
    return new EtcdSettings(raft, tickNanos, requestTimeoutNanos, handOverNanos, on);
  }

  public long electionTimeoutNanos() {
    return raft.electionTicks() * tickNanos;
  }
}
