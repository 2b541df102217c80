package dev.skew.kernel;

/**
 * Folds a history into 64 bits, order included. The arithmetic is on {@code long} alone and strings
 * enter by {@link String#hashCode}, which the language defines: equal on every JVM. One step is a
 * bijection of the state for every value, and costs a few cycles: it is taken a dozen times an
 * event.
 */
public final class TraceHash implements TraceFields {

  /** Odd, so that multiplying by it loses nothing; from Steele and Vigna's mixers (2021). */
  private static final long MULTIPLIER = 0xd1342543de82ef95L;

  private long hash = 0x6a09e667f3bcc908L;

  void begin(long atNanos, String kind) {
    fold(atNanos);
    fold(kind.hashCode());
  }

  void fold(long value) {
    hash = Long.rotateLeft((hash ^ value) * MULTIPLIER, 29) + RandomSource.GOLDEN_GAMMA;
  }

  @Override
  public TraceHash put(String name, long value) {
    fold(value);
    return this;
  }

  @Override
  public TraceHash put(String name, String value) {
    fold(value.hashCode());
    return this;
  }

  @Override
  public TraceHash put(String name, boolean value) {
    fold(value ? 1 : 2);
    return this;
  }

  public long value() {
    return RandomSource.mix(hash);
  }

  /** Sixteen hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x", value());
  }
}
