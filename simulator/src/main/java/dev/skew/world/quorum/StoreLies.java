package dev.skew.world.quorum;

/**
 * How a node lies in what it says of its own copies.
 *
 * @param probability that an answer is a lie, where it can be one
 * @param values whether it gives versions other values
 * @param stale whether it gives the newest version the value of an older one
 * @param digests whether it gives leaves of its hash trees other hashes than their rows have
 */
public record StoreLies(double probability, boolean values, boolean stale, boolean digests) {

  static final StoreLies NONE = new StoreLies(0, false, false, false);

  public StoreLies {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must lie in [0, 1], got " + probability);
    }
  }
}
