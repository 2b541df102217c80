package dev.skew.world.raft;

/**
 * Ways to run Raft that give up its safety; all off by default. Each breaks one property for real,
 * which is how a trainee meets it.
 *
 * @param leaseReads the leader answers a read at once while it believes that nobody else can have
 *     been elected: a quorum answered a heartbeat that it sent less than an election timeout (minus
 *     one tick, the follower's phase) ago <em>by its own ticks</em>. With equal clocks that holds.
 *     When the leader's clock runs slow, or it is paused and resumes, its followers' timeouts pass
 *     first, a new leader commits writes, and the old one still serves what it knew: a stale read.
 * @param volatileVotes term and vote are kept in memory only. A member that restarts knows no
 *     higher term than its log's last, and may vote a second time in a term: two leaders in one
 *     term, each with a majority, commit different entries at the same index.
 * @param skipFsync every write is reported durable before it is ({@link
 *     RaftEffect.Persist#mustSync()} is never set). When a majority loses power within moments, an
 *     entry that was acknowledged is on no disk: the next leader does not have it, and it is lost.
 *     A member that alone loses its tail may help elect a leader without the entry.
 */
public record UnsafeOptions(boolean leaseReads, boolean volatileVotes, boolean skipFsync) {

  /** As etcd runs: quorum reads, durable votes, fsync before every acknowledgement. */
  public static final UnsafeOptions NONE = new UnsafeOptions(false, false, false);

  /** Whether any of them is on. */
  public boolean any() {
    return leaseReads || volatileVotes || skipFsync;
  }
}
