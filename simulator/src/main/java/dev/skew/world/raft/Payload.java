package dev.skew.world.raft;

/** What an entry of the log carries. */
public sealed interface Payload permits Command, MembershipChange, Payload.NoOp {

  /** Bytes on the wire and on disk, without the entry's own header. */
  int sizeBytes();

  /**
   * Tells this payload from another: equal payloads have equal fingerprints on every JVM, different
   * ones almost never. What checkers compare at equal indexes of two logs.
   */
  long fingerprint();

  /** The empty entry with which a leader opens its term (paper §8), and a refused change. */
  record NoOp() implements Payload {

    public static final NoOp INSTANCE = new NoOp();

    @Override
    public int sizeBytes() {
      return 0;
    }

    @Override
    public long fingerprint() {
      return 0;
    }
  }
}
