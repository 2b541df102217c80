package dev.skew.world.raft;

/**
 * Bounds on messages and on the log, as etcd's server sets them.
 *
 * @param messageBytes most bytes of entries in one append message; one entry always fits
 * @param inflightMessages most unanswered append messages to one peer
 * @param snapshotEntries a snapshot is due when more than so many entries were applied since the
 *     last
 * @param keptEntries entries kept behind a snapshot, so that a slow follower can still catch up
 *     from the log
 */
public record RaftLimits(
    long messageBytes, int inflightMessages, long snapshotEntries, long keptEntries) {

  /** etcd's server: 1 MiB, 4096 / 8 messages, {@code --snapshot-count 100000}, 5,000 kept. */
  public static final RaftLimits ETCD = new RaftLimits(1 << 20, 512, 100_000, 5_000);

  public RaftLimits {
    requirePositive("messageBytes", messageBytes);
    requirePositive("inflightMessages", inflightMessages);
    requirePositive("snapshotEntries", snapshotEntries);
    if (keptEntries < 0) {
      throw new IllegalArgumentException("keptEntries must not be negative, got " + keptEntries);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }
}
