package dev.skew.kernel;

import static dev.skew.kernel.Checks.check;

import org.jspecify.annotations.Nullable;

/**
 * Values by numbers that are handed out in sequence, of which only a recent few are in use at a
 * time: requests under way by their ids. A ring, so that looking up costs no hashing, no boxing and
 * hardly ever a cache miss; its size is the distance between the oldest number in use and the
 * newest. Only the lower bits of a number need be in sequence; two in use must not share them.
 */
public final class SequenceMap<T> {

  private static final int FIRST_CAPACITY = 16;
  private static final int MOST = 1 << 26;

  private long[] numbers = new long[FIRST_CAPACITY];
  private @Nullable Object[] values = new Object[FIRST_CAPACITY];
  private int size;

  /** Sets the value of a number. */
  public void put(long number, T value) {
    int place = placeOf(number);
    while (values[place] != null && numbers[place] != number) {
      grow();
      place = placeOf(number);
    }
    size += values[place] == null ? 1 : 0;
    numbers[place] = number;
    values[place] = value;
  }

  /** The value of a number, null when it has none. */
  @SuppressWarnings("unchecked") // only put fills the array
  public @Nullable T get(long number) {
    int place = placeOf(number);
    return numbers[place] == number ? (T) values[place] : null;
  }

  /** Takes the value of a number away and returns it, null when there was none. */
  public @Nullable T remove(long number) {
    T value = get(number);
    if (value != null) {
      values[placeOf(number)] = null;
      size--;
    }
    return value;
  }

  /** How many numbers have a value. */
  public int size() {
    return size;
  }

  private int placeOf(long number) {
    return (int) number & (numbers.length - 1);
  }

  private void grow() {
    check(numbers.length < MOST, "numbers in use lie further apart than %d", MOST);
    long[] oldNumbers = numbers;
    @Nullable Object[] oldValues = values;
    numbers = new long[2 * oldNumbers.length];
    values = new Object[numbers.length];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldValues[i] != null) {
        numbers[placeOf(oldNumbers[i])] = oldNumbers[i];
        values[placeOf(oldNumbers[i])] = oldValues[i];
      }
    }
  }
}
