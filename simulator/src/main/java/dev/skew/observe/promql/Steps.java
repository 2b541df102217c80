package dev.skew.observe.promql;

/**
 * The times at which an expression is evaluated.
 *
 * @param firstMillis since the epoch
 * @param intervalMillis between two; of no meaning where there is one
 */
record Steps(long firstMillis, long intervalMillis, int count) {

  static Steps once(long atMillis) {
    return new Steps(atMillis, 1, 1);
  }

  long millisAt(int step) {
    return firstMillis + step * intervalMillis;
  }

  long lastMillis() {
    return millisAt(count - 1);
  }
}
