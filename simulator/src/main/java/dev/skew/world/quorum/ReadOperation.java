package dev.skew.world.quorum;

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

  void take(int index, @Nullable Row row) {
    repliedMask |= 1 << index;
    rows[index] = row;
    if (row != null) {
      merged = merged == null ? row : merged.merge(row);
    }
  }

  int replies() {
    return Integer.bitCount(repliedMask);
  }

  /** Whether a replica answered with less than all answers together say. */
  boolean isBehind(int index) {
    Row row = rows[index];
    if ((repliedMask & 1 << index) == 0 || merged == null) {
      return false;
    }
    return row == null || row.hash() != merged.hash();
  }
}
