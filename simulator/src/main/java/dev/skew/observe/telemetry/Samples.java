package dev.skew.observe.telemetry;

import java.util.Arrays;

/** Samples of one series in the order of time, in two columns. */
public final class Samples {

  /**
   * What ends a series at once, instead of after the lookback: a NaN of its own ({@code
   * model/value.StaleNaN}).
   */
  public static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private long[] millis;
  private double[] values;
  private int size;

  public Samples() {
    this(16);
  }

  public Samples(int capacity) {
    millis = new long[Math.max(1, capacity)];
    values = new double[Math.max(1, capacity)];
  }

  /** Whether a value is a stale marker, which no other NaN is. */
  public static boolean isStale(double value) {
    return Double.doubleToRawLongBits(value) == 0x7ff0000000000002L;
  }

  /** Appends a sample, which is later than all others. */
  public void add(long atMillis, double value) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    millis[size] = atMillis;
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** Milliseconds since the epoch. */
  public long millisAt(int index) {
    return millis[index];
  }

  public double valueAt(int index) {
    return values[index];
  }

  /** Empties it, and keeps its room. */
  public void clear() {
    size = 0;
  }

  /** How many samples are not later than an instant. */
  public int countUpTo(long atMillis) {
    int place = Arrays.binarySearch(millis, 0, size, atMillis);
    return place >= 0 ? place + 1 : -place - 1;
  }
}
