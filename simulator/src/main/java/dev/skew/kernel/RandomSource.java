package dev.skew.kernel;

/**
 * A stream of random numbers that is the same on every JDK: SplitMix64 (Steele, Lea, Flood, OOPSLA
 * 2014) and {@link StrictMath} only.
 */
public final class RandomSource {

  static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  RandomSource(long seed) {
    this.state = seed;
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, bound); Lemire's multiply-shift, whose bias below 2^-32 nobody can see. */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, got " + bound);
    }
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Uniform in [0, bound). */
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, got " + bound);
    }
    long bits = nextLong();
    return Math.multiplyHigh(bits, bound) + ((bits >> 63) & bound); // unsigned high half
  }

  /** Uniform in [0, 1), 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  /** True with the given probability; draws once, whatever the probability. */
  public boolean nextBoolean(double probability) {
    return nextDouble() < probability;
  }

  /** Standard normal, by the polar method without its second value, so that no state is kept. */
  public double nextGaussian() {
    while (true) {
      double u = 2 * nextDouble() - 1;
      double v = 2 * nextDouble() - 1;
      double square = u * u + v * v;
      if (square < 1 && square > 0) {
        return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /** Exponential with mean 1. */
  public double nextExponential() {
    return -StrictMath.log(1 - nextDouble());
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
