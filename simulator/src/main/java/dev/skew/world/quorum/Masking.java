package dev.skew.world.quorum;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which answers to a read are taken while f of a key's replicas may lie: those that say nothing but
 * what f + 1 replicas have first hand, one of whom then is honest. That is how a read of a masking
 * quorum chooses its value (Malkhi and Reiter 1998); liars may agree on what they make up.
 *
 * <p>What too few vouch for is a lie, a write under way, or one that failed half-way; it is
 * withheld. If so many answers are left as a read quorum has, at least N - W + 1, that no write
 * acknowledged by W honest replicas is unknown to all of them, then they are what is read. If not,
 * the read fails, for silence may hide who else has the write, and to try again is cheaper than to
 * have read the past. A write whose acknowledgements came from f liars among others can still be
 * hidden by them; for that not to be, W + R must be at least N + 2f + 1, which leaves no room for a
 * replica that is down unless N is at least 4f + 1.
 *
 * <p>Who is in quarantine lies no more: each convict among the replicas is one liar less to mask.
 */
final class Masking {

  private final StoreContext context;

  Masking(StoreContext context) {
    this.context = context;
  }

  /**
   * How many of a key's replicas may lie and are not in quarantine. It holds for all of a read that
   * begins now, and asks none of those who are: who is convicted meanwhile may have answered it.
   */
  int liars(int keyspace, int range) {
    int liars = context.settings.byzantine().masking();
    for (int place : context.decree.out()) {
      liars -= Placement.isReplica(context, keyspace, range, place) ? 1 : 0;
    }
    return Math.max(0, liars);
  }

  /** Whether all that the answers together say has enough who vouch for it. */
  static boolean isVouched(ReadOperation read) {
    return read.maskedLiars == 0 || unvouched(read, read.standing(), read.maskedLiars + 1) == 0;
  }

  /**
   * Withholds the answers that too few vouch for.
   *
   * @return whether what is left can be read; never where nobody is masked
   */
  boolean withhold(ReadOperation read) {
    int liars = read.maskedLiars;
    if (liars == 0) {
      return false;
    }
    int left = read.standing();
    int unvouched = unvouched(read, left, liars + 1);
    while (unvouched != 0) {
      left &= ~unvouched;
      unvouched = unvouched(read, left, liars + 1);
    }
    read.withhold(read.standing() & ~left);
    return read.replies() >= read.needed
        && Integer.bitCount(left) >= Math.max(liars + 1, quorum(read));
  }

  /** So many that at least one of them has any write that W honest replicas have. */
  private int quorum(ReadOperation read) {
    int keyspace = context.settings.keyspaceOf(read.key);
    return Placement.copies(context, keyspace)
        - context.keyspace(keyspace).replication().writeAcks()
        + 1;
  }

  /** Bits of those of these answers that hold a claim of their merge without enough vouchers. */
  private static int unvouched(ReadOperation read, int answers, int needed) {
    Row merged = read.merged(answers);
    if (merged == null) {
      return 0;
    }
    int unvouched = 0;
    for (Claim claim : merged.claims()) {
      if (Integer.bitCount(tellers(read, read.standing(), claim, false)) < needed) {
        unvouched |= tellers(read, answers, claim, true);
      }
    }
    return unvouched;
  }

  /** Bits of those of these answers that have the claim, by hearsay too or not. */
  private static int tellers(ReadOperation read, int answers, Claim claim, boolean withHearsay) {
    int tellers = 0;
    for (int i = 0; i < read.asked; i++) {
      Row row = (answers & 1 << i) == 0 ? null : read.rows[i];
      tellers |= row != null && tells(row, claim, withHearsay) ? 1 << i : 0;
    }
    return tellers;
  }

  private static boolean tells(Row row, Claim claim, boolean withHearsay) {
    for (Claim own : row.claims()) {
      if (own.isOf(claim) && (withHearsay || !own.isHearsay())) {
        return true;
      }
    }
    return false;
  }

  /**
   * A row whose hearsay has been confirmed, where masking needs vouchers: anti-entropy came before
   * the write itself, or before a read that found enough who have it.
   *
   * @param told what has come from who coordinated the write, or from such a read
   */
  static Row confirmed(Row row, Row told) {
    return row.vouched(
        write -> {
          Claim own = claim(row, write);
          return own != null && own.isHearsay() && !tells(told, own, false);
        });
  }

  private static @Nullable Claim claim(Row row, Claim.WriteId write) {
    return row.claims().stream()
        .filter(claim -> Objects.equals(claim.write(), write))
        .findFirst()
        .orElse(null);
  }
}
