package dev.skew.observe.telemetry;

/** One series of a source. */
public interface Series {

  Labels labels();

  /**
   * Appends the samples of a closed span of time, in its order.
   *
   * @param fromMillis since the epoch, included
   * @param toMillis since the epoch, included
   */
  void read(long fromMillis, long toMillis, Samples into);
}
