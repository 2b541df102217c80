package dev.skew.world.check;

import java.util.Arrays;

/**
 * Small immutable sets of slot numbers, without trailing zero words, so that equal sets are equal.
 */
final class Bits {

  static final long[] NONE = {};

  private Bits() {}

  static boolean has(long[] bits, int slot) {
    int word = slot >>> 6;
    return word < bits.length && (bits[word] >>> slot & 1) != 0;
  }

  static long[] with(long[] bits, int slot) {
    int word = slot >>> 6;
    long[] copy = Arrays.copyOf(bits, Math.max(bits.length, word + 1));
    copy[word] |= 1L << slot;
    return copy;
  }

  static long[] without(long[] bits, int slot) {
    if (!has(bits, slot)) {
      return bits;
    }
    long[] copy = bits.clone();
    copy[slot >>> 6] &= ~(1L << slot);
    return trimmed(copy);
  }

  static long[] both(long[] left, long[] right) {
    long[] copy = Arrays.copyOf(left, Math.min(left.length, right.length));
    for (int i = 0; i < copy.length; i++) {
      copy[i] &= right[i];
    }
    return trimmed(copy);
  }

  static boolean isSubset(long[] inner, long[] outer) {
    if (inner.length > outer.length) {
      return false;
    }
    for (int i = 0; i < inner.length; i++) {
      if ((inner[i] & ~outer[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static long[] trimmed(long[] bits) {
    int length = bits.length;
    while (length > 0 && bits[length - 1] == 0) {
      length--;
    }
    return length == bits.length ? bits : length == 0 ? NONE : Arrays.copyOf(bits, length);
  }
}
