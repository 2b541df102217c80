package dev.skew.world.quorum;

import dev.skew.world.version.RowHash;

/** Hashes that are the same on every JVM: FNV-1a, spread by MurmurHash3's finalizer. */
final class Hashing {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hashing() {}

  static long of(String text) {
    long hash = OFFSET_BASIS;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return spread(hash);
  }

  static long combine(long first, long second) {
    return spread(digest(first, second));
  }

  /** Two hashes in one, which is yet to be spread. */
  static long digest(long first, long second) {
    return first * PRIME + second;
  }

  static long spread(long value) {
    return RowHash.MURMUR3.of(value);
  }
}
