package dev.skew.world.service;

/** Places in the unit interval and on shards, by name. */
final class Digests {

  private Digests() {}

  /** FNV-1a over UTF-16 units, and the finalizer of MurmurHash3 to spread it. */
  private static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** In [0, 1). */
  static double unit(String text) {
    return (digest(text) >>> 11) * 0x1.0p-53;
  }

  /** In [0, count). */
  static int slot(String text, int count) {
    return (int) Math.floorMod(digest(text), (long) count);
  }
}
