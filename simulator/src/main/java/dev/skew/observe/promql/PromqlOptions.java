package dev.skew.observe.promql;

/**
 * How an engine answers.
 *
 * @param delaysNames whether metric names are dropped at the end of a query instead of by each
 *     operation; a feature flag of Prometheus 3
 * @param lookbackMillis how old a sample may be that an instant selector takes
 * @param subqueryStepMillis between the evaluations of a subquery that names no step
 * @param limits what a query may not exceed
 */
public record PromqlOptions(
    Mode mode, boolean delaysNames, long lookbackMillis, long subqueryStepMillis, Limits limits) {

  /**
   * Bounds of a query.
   *
   * @param points steps of a range query
   * @param samples read and computed
   */
  public record Limits(int points, long samples) {

    /** Those of Prometheus. */
    public static final Limits DEFAULT = new Limits(11_000, 50_000_000);
  }

  /** As Prometheus has them without any flag. */
  public static PromqlOptions of(Mode mode) {
    return new PromqlOptions(mode, false, 300_000, 60_000, Limits.DEFAULT);
  }

  public PromqlOptions withDelayedNames() {
    return new PromqlOptions(mode, true, lookbackMillis, subqueryStepMillis, limits);
  }

  public PromqlOptions withLimits(Limits other) {
    return new PromqlOptions(mode, delaysNames, lookbackMillis, subqueryStepMillis, other);
  }

  public PromqlOptions withSubqueryStep(long millis) {
    return new PromqlOptions(mode, delaysNames, lookbackMillis, millis, limits);
  }
}
