package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Samples;

/** The samples of one series in a span of time that slides from step to step. */
final class Window {

  private final Samples samples;
  private final boolean isLeftOpen;
  private int from;
  private int to;
  private long startMillis;
  private long endMillis;
  private long evaluatedAtMillis;
  private int step;
  private int[] nextReset = {};

  Window(Samples samples, boolean isLeftOpen) {
    this.samples = samples;
    this.isLeftOpen = isLeftOpen;
  }

  /**
   * Moves on; spans may not move back.
   *
   * @param atStep which step is evaluated
   * @param atMillis when that is, which need not be the end of the span
   */
  void moveTo(long newStartMillis, long newEndMillis, int atStep, long atMillis) {
    startMillis = newStartMillis;
    endMillis = newEndMillis;
    step = atStep;
    evaluatedAtMillis = atMillis;
    int size = samples.size();
    long before = isLeftOpen ? newStartMillis : newStartMillis - 1;
    while (from < size && samples.millisAt(from) <= before) {
      from++;
    }
    to = Math.max(to, from);
    while (to < size && samples.millisAt(to) <= newEndMillis) {
      to++;
    }
  }

  int size() {
    return to - from;
  }

  boolean isEmpty() {
    return to == from;
  }

  double value(int index) {
    return samples.valueAt(from + index);
  }

  long millis(int index) {
    return samples.millisAt(from + index);
  }

  double lastValue() {
    return samples.valueAt(to - 1);
  }

  long lastMillis() {
    return samples.millisAt(to - 1);
  }

  long startMillis() {
    return startMillis;
  }

  long endMillis() {
    return endMillis;
  }

  long evaluatedAtMillis() {
    return evaluatedAtMillis;
  }

  int step() {
    return step;
  }

  /**
   * The change of a counter, with what it lost when it began anew within the window. Most windows
   * have no reset, and the place of the next one answers that at once.
   */
  double withoutResets(double change) {
    if (nextReset.length == 0) {
      nextReset = nextResets(samples);
    }
    double whole = change;
    for (int i = nextReset[from]; i < to; i = nextReset[i]) {
      whole += samples.valueAt(i - 1);
    }
    return whole;
  }

  /** For each sample, the next one behind it that is less than the one before it. */
  private static int[] nextResets(Samples samples) {
    int[] next = new int[samples.size()];
    int reset = Integer.MAX_VALUE;
    for (int i = samples.size() - 1; i >= 0; i--) {
      next[i] = reset;
      if (i > 0 && samples.valueAt(i) < samples.valueAt(i - 1)) {
        reset = i;
      }
    }
    return next;
  }
}
