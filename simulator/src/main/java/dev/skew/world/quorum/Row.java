package dev.skew.world.quorum;

import dev.skew.world.clock.VectorClock;
import dev.skew.world.quorum.Claim.WriteId;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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

  /** What it says of single writes. */
  List<Claim> claims();

  /**
   * Whether the two give one write different values. No coordinator does that: one of those whom
   * they come from has lied, or was lied to.
   */
  boolean contradicts(Row other);

  /**
   * This row with the other's values for the writes that both know.
   *
   * @param isHearsayOnly whether what it has first hand stays
   */
  Row amendedBy(Row other, boolean isHearsayOnly);

  /** This row, whose claims are hearsay where the test says so; that very object if they were. */
  Row vouched(Predicate<WriteId> isHearsay);

  /**
   * This row with another value for its newest write, as only a liar makes it; the row itself when
   * there is no value to change.
   */
  Row forged(UnaryOperator<String> change);

  /** What is known of the nodes' writes of the key; nothing where versions are timestamps. */
  default VectorClock clock() {
    return VectorClock.EMPTY;
  }

  /** Equal for equal rows, and hardly otherwise. */
  long hash();

  /** Bytes on the wire and on disk. */
  int sizeBytes();
}
