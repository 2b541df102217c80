package dev.skew.world.check;

import java.util.Arrays;

/**
 * A few numbers for each of the latest log indexes: a ring that grows up to a limit and then
 * forgets the lowest index for each new one.
 */
final class EntryWindow {

  /** No number is kept for an index. */
  static final long MISSING = Long.MIN_VALUE;

  private static final int FIRST_CAPACITY = 1 << 10;

  private final int limit;
  private final int width;
  private long[] numbers;
  private int capacity = FIRST_CAPACITY;
  private long first = 1;
  private long next = 1;

  /**
   * @param limit how many indexes are kept at most, a power of two
   * @param width how many numbers for each
   */
  EntryWindow(int limit, int width) {
    this.limit = limit;
    this.width = width;
    this.numbers = new long[FIRST_CAPACITY * width];
    Arrays.fill(numbers, MISSING);
  }

  /** A number of an index, {@link #MISSING} when there is none or it was forgotten. */
  long get(long index, int column) {
    return index < first || index >= next ? MISSING : numbers[place(index) + column];
  }

  /** Keeps a number; does nothing for an index that was forgotten. */
  void put(long index, int column, long number) {
    if (index >= next) {
      extendTo(index);
    }
    if (index >= first) {
      numbers[place(index) + column] = number;
    }
  }

  /** Lets go of everything below an index. */
  void forgetBelow(long index) {
    if (index >= next) {
      first = index;
      next = index;
    } else {
      first = Math.max(first, index);
    }
  }

  long first() {
    return first;
  }

  private void extendTo(long index) {
    if (index - first >= limit) {
      forgetBelow(index - limit + 1);
    }
    while (index - first >= capacity) {
      grow();
    }
    for (; next <= index; next++) {
      int place = place(next);
      Arrays.fill(numbers, place, place + width, MISSING);
    }
  }

  private void grow() {
    long[] old = numbers;
    int oldMask = capacity - 1;
    capacity *= 2;
    numbers = new long[capacity * width];
    for (long index = first; index < next; index++) {
      System.arraycopy(old, (int) (index & oldMask) * width, numbers, place(index), width);
    }
  }

  private int place(long index) {
    return (int) (index & capacity - 1) * width;
  }
}
