package dev.skew.world.quorum;

import dev.skew.world.quorum.Claim.WriteId;
import org.jspecify.annotations.Nullable;

/** A read under way at its coordinator. */
final class ReadOperation {

  final long id;
  final Requester requester;
  final String key;
  final int needed;

  /** Places of the live replicas, in the order in which they are asked. */
  final int[] replicas;

  final @Nullable Row[] rows;

  /** How many of them were asked. */
  int asked;

  /** Bits by replica: those that answered, those that a blocking repair waits for. */
  int repliedMask;

  int repairMask;

  /** Those whose answer is refuted, and of them those that knew better. */
  int disbelievedMask;

  int accusedMask;

  /** Those whose answer too few vouch for, and how many liars the answer is to be masked from. */
  int withheldMask;

  int maskedLiars;

  boolean isContested;
  boolean isRepairing;
  boolean isAnswered;

  /** What all answers together say, null for an absent key. */
  @Nullable Row merged;

  /** What they said when they were enough: what is mended before the answer, and answered. */
  @Nullable Row found;

  ReadOperation(long id, Requester requester, String key, int needed, int[] replicas) {
    this.id = id;
    this.requester = requester;
    this.key = key;
    this.needed = needed;
    this.replicas = replicas;
    this.rows = new Row[replicas.length];
  }

  int indexOf(int place) {
    for (int i = 0; i < asked; i++) {
      if (replicas[i] == place) {
        return i;
      }
    }
    return -1;
  }

  boolean hasReplied(int index) {
    return (repliedMask & 1 << index) != 0;
  }

  void take(int index, @Nullable Row row) {
    repliedMask |= 1 << index;
    rows[index] = row;
    if (row != null) {
      merged = merged == null ? row : merged.merge(row);
    }
  }

  /** Whether no two answers give a write two values. */
  boolean isConsistent() {
    for (int i = 1; i < asked; i++) {
      Row row = rows[i];
      for (int j = 0; j < i && row != null; j++) {
        Row other = rows[j];
        if (other != null && row.contradicts(other)) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many of the answers that stand have this write first hand. */
  int witnesses(WriteId write) {
    int count = 0;
    for (int i = 0; i < asked; i++) {
      Row row = rows[i];
      if (row != null && (disbelievedMask & 1 << i) == 0) {
        for (Claim claim : row.claims()) {
          count += claim.write().equals(write) && !claim.isHearsay() ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** Whether nobody is left who could be asked, and all have answered. */
  boolean isExhausted() {
    return asked == replicas.length && replies() == asked;
  }

  /** Leaves these answers out of what is read. */
  void refute(int disbelieved, int accused) {
    accusedMask |= accused;
    if (disbelieved == disbelievedMask) {
      return;
    }
    disbelievedMask = disbelieved;
    merged = merged(standing());
  }

  /** Leaves these answers, and only these of those that stand, out of what is read. */
  void withhold(int withheld) {
    withheldMask = withheld;
    merged = merged(standing() & ~withheld);
  }

  /** Bits of the answers that are not refuted. */
  int standing() {
    return repliedMask & ~disbelievedMask;
  }

  /** What these answers together say, null for an absent key. */
  @Nullable Row merged(int answers) {
    Row all = null;
    for (int i = 0; i < asked; i++) {
      Row row = rows[i];
      if (row != null && (answers & 1 << i) != 0) {
        all = all == null ? row : all.merge(row);
      }
    }
    return all;
  }

  /** How many of the answers stand. */
  int believed() {
    return Integer.bitCount(standing());
  }

  int replies() {
    return Integer.bitCount(repliedMask);
  }

  /** Whether a replica answered with less than all answers together say. */
  boolean isBehind(int index) {
    Row row = rows[index];
    int bit = 1 << index;
    if ((repliedMask & bit) == 0 || ((accusedMask | withheldMask) & bit) != 0 || merged == null) {
      return false;
    }
    return (disbelievedMask & bit) != 0 || row == null || row.hash() != merged.hash();
  }
}
