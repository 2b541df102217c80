package dev.skew.world.workload;

/**
 * The keys that a client uses.
 *
 * @param prefix keys are the prefix with a number after it; clients with the same prefix share keys
 * @param count number of keys
 * @param skew how unevenly they are used
 */
public record KeySpace(String prefix, int count, KeySkew skew) {

  private static final int MAX_COUNT = 1_000_000;

  public KeySpace {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException("key count must lie in [1, 1000000], got " + count);
    }
  }
}
