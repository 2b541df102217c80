package dev.skew.world.quorum;

import dev.skew.world.clock.VectorClock;
import java.util.List;

/** The versions of one key that a replica knows. Immutable; rows of a key form a semilattice. */
public sealed interface Row permits StampedRow, SiblingRow, CrdtRow {

  /**
   * The least row that knows what both know: associative, commutative, idempotent. When one of the
   * two knows everything already, it is that very object.
   */
  Row merge(Row other);

  /** What a client reads: none for an absent key, several for siblings. */
  List<String> values();

  /** How many versions with differing values stand side by side. */
  int versionCount();

  /** The nodes, by index, whose writes are the versions that stand, without duplicates. */
  List<Integer> writers();

  /** Whether nothing is left but the memory of a deletion. */
  boolean isTombstone();

  /** When it was last changed, by the wall clock of who changed it. */
  long changedAtNanos();

  /** What is known of the nodes' writes of the key; nothing where versions are timestamps. */
  default VectorClock clock() {
    return VectorClock.EMPTY;
  }

  /** Equal for equal rows, and hardly otherwise. */
  long hash();

  /** Bytes on the wire and on disk. */
  int sizeBytes();
}
