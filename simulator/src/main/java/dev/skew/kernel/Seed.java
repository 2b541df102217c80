package dev.skew.kernel;

/**
 * Where chance comes from. Streams are forked by (purpose, name), so that one more consumer leaves
 * every other stream as it was.
 *
 * @param value any 64 bits
 */
public record Seed(long value) {

  /** The seed of the stream that {@code name} uses for {@code purpose}; a pure function. */
  public Seed fork(String purpose, String name) {
    long forked = RandomSource.mix(value ^ digest(purpose));
    return new Seed(RandomSource.mix(forked + RandomSource.GOLDEN_GAMMA ^ digest(name)));
  }

  public RandomSource random() {
    return new RandomSource(value);
  }

  /**
   * FNV-1a over UTF-16 units: 64 bits, so that names collide less than {@code hashCode} lets them.
   */
  private static long digest(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
