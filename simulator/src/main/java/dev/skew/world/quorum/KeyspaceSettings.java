package dev.skew.world.quorum;

/**
 * How the keys with one prefix are kept.
 *
 * @param name the prefix before the first {@code :} of a key
 * @param replication how many copies, and how many of them a request waits for
 * @param isCommitWaiting whether a write waits until its timestamp has passed for certain
 *     (Spanner); only with versioning by timestamp
 * @param isSloppy whether other nodes stand in for replicas that seem down, so that a quorum is of
 *     any N live nodes (Dynamo section 4.6)
 * @param merging what becomes of versions side by side; only with versioning by vector clock
 */
public record KeyspaceSettings(
    String name,
    Versioning versioning,
    Replication replication,
    boolean isCommitWaiting,
    boolean isSloppy,
    Merging merging) {

  public KeyspaceSettings {
    if (name.isBlank() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a keyspace's name must not be blank nor hold a colon, got \"" + name + "\"");
    }
    if (isCommitWaiting && !versioning.isByTimestamp()) {
      throw new IllegalArgumentException(
          "keyspace %s: commit-wait needs versions by timestamp, not %s"
              .formatted(name, versioning.label()));
    }
    if (merging.isByPolicy() && versioning != Versioning.VECTOR_CLOCK) {
      throw new IllegalArgumentException(
          "keyspace %s: only vector-clock keeps versions to merge, not %s"
              .formatted(name, versioning.label()));
    }
  }

  /** Three copies, majorities, nothing optional. */
  public static KeyspaceSettings of(String name, Versioning versioning) {
    return new KeyspaceSettings(
        name, versioning, Replication.majorityOf(3), false, false, Merging.BY_HAND);
  }

  public KeyspaceSettings with(Replication other) {
    return new KeyspaceSettings(name, versioning, other, isCommitWaiting, isSloppy, merging);
  }

  public KeyspaceSettings withCommitWait() {
    return new KeyspaceSettings(name, versioning, replication, true, isSloppy, merging);
  }

  public KeyspaceSettings withSloppyQuorum() {
    return new KeyspaceSettings(name, versioning, replication, isCommitWaiting, true, merging);
  }

  public KeyspaceSettings with(Merging other) {
    return new KeyspaceSettings(name, versioning, replication, isCommitWaiting, isSloppy, other);
  }

  /**
   * How versions that stand side by side become one.
   *
   * @param limit how many clients' values a merged one may be made of
   */
  public record Merging(MergePolicy policy, int limit) {

    public static final Merging BY_HAND = new Merging(MergePolicy.MANUAL, 16);

    public Merging {
      if (limit < 2) {
        throw new IllegalArgumentException("a merge is of 2 values at least, got " + limit);
      }
    }

    boolean isByPolicy() {
      return policy != MergePolicy.MANUAL;
    }
  }

  /**
   * Dynamo's three numbers.
   *
   * @param copies N
   * @param writeAcks W
   * @param readReplies R; a read sees every acknowledged write when W + R is more than N
   */
  public record Replication(int copies, int writeAcks, int readReplies) {

    /** Acknowledgements are kept as bits of an {@code int}. */
    static final int MAX_COPIES = 30;

    public Replication {
      if (copies < 1 || copies > MAX_COPIES) {
        throw new IllegalArgumentException("N must lie in 1 to 30, got " + copies);
      }
      if (writeAcks < 1 || writeAcks > copies || readReplies < 1 || readReplies > copies) {
        throw new IllegalArgumentException(
            "W and R must lie in 1 to N, got N %d, W %d, R %d"
                .formatted(copies, writeAcks, readReplies));
      }
    }

    public static Replication majorityOf(int copies) {
      return new Replication(copies, copies / 2 + 1, copies / 2 + 1);
    }
  }
}
