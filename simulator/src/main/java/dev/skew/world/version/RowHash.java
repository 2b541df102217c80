package dev.skew.world.version;

/** With which function a release hashes the rows that its hash trees are made of. */
public enum RowHash {
  /** The finalizer of MurmurHash3, 64 bits (Appleby 2011). */
  MURMUR3("murmur3", 33, 0xff51afd7ed558ccdL, 33, 0xc4ceb9fe1a85ec53L, 33),
  /** The avalanche of XXH64 (Collet 2014). */
  XXHASH64("xxhash64", 33, 0xc2b2ae3d27d4eb4fL, 29, 0x165667b19e3779f9L, 32);

  private final String label;
  private final int firstShift;
  private final long firstFactor;
  private final int secondShift;
  private final long secondFactor;
  private final int lastShift;

  RowHash(
      String label,
      int firstShift,
      long firstFactor,
      int secondShift,
      long secondFactor,
      int lastShift) {
    this.label = label;
    this.firstShift = firstShift;
    this.firstFactor = firstFactor;
    this.secondShift = secondShift;
    this.secondFactor = secondFactor;
    this.lastShift = lastShift;
  }

  /** The name as scenarios write it. */
  public String label() {
    return label;
  }

  /** Spreads the digest of a row over all bits. */
  public long of(long digest) {
    long z = (digest ^ digest >>> firstShift) * firstFactor;
    z = (z ^ z >>> secondShift) * secondFactor;
    return z ^ z >>> lastShift;
  }
}
