package dev.skew.observe.promql;

/**
 * Quantiles of one histogram at one time ({@code promql/quantile.go}), by linear interpolation
 * within the bucket that holds the rank.
 */
final class BucketQuantile {

  /** Relative differences below this come from arithmetic, not from the counts. */
  private static final double SMALL_DELTA = 1e-12;

  private final double[] bounds;
  private final double[] counts;
  private final boolean ignoresSmallDeltas;
  private int size;

  BucketQuantile(int bucketsMax, Mode mode) {
    this.bounds = new double[bucketsMax];
    this.counts = new double[bucketsMax];
    this.ignoresSmallDeltas = mode == Mode.V3;
  }

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds a bucket behind the others; one of the same bound in other words adds to it. */
  void add(double bound, double count) {
    if (size > 0 && bounds[size - 1] == bound) {
      counts[size - 1] += count;
      return;
    }
    bounds[size] = bound;
    counts[size++] = count;
  }

  double quantile(double quantile) {
    if (Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (size < 2 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    makeMonotonic();
    double total = counts[size - 1];
    return total == 0 || Double.isNaN(total) ? Double.NaN : atRank(quantile * total);
  }

  private double atRank(double rank) {
    int bucket = 0;
    while (bucket < size - 1 && !(counts[bucket] >= rank)) {
      bucket++;
    }
    if (bucket == size - 1) {
      return bounds[size - 2];
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = bucket == 0 ? 0 : bounds[bucket - 1];
    double below = bucket == 0 ? 0 : counts[bucket - 1];
    double inside = counts[bucket] - below;
    return start + (bounds[bucket] - start) * ((rank - below) / inside);
  }

  /** Buckets are scraped and aggregated one by one, so that counts may seem to fall. */
  private void makeMonotonic() {
    double highest = counts[0];
    for (int i = 1; i < size; i++) {
      boolean isSame = ignoresSmallDeltas && Nearness.isNear(highest, counts[i], SMALL_DELTA);
      if (isSame || counts[i] < highest) {
        counts[i] = highest;
      } else if (counts[i] > highest) {
        highest = counts[i];
      }
    }
  }
}
