package dev.skew.kernel;

/**
 * Folds a history into 64 bits, order included. The arithmetic is on {@code long} alone and strings
 * enter by {@link String#hashCode}, which the language defines: equal on every JVM.
 */
public final class TraceHash implements TraceFields {

  private long hash = 0x6a09e667f3bcc908L;

  void begin(long atNanos, String kind) {
    fold(atNanos);
    fold(kind.hashCode());
  }

  void fold(long value) {
    hash = RandomSource.mix(hash ^ value) + RandomSource.GOLDEN_GAMMA;
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
    return hash;
  }

  /** Sixteen hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x", hash);
  }
}
