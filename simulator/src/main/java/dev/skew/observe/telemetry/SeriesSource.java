package dev.skew.observe.telemetry;

import java.util.List;

/** Where queries read series: a store, a recording, a file. */
public interface SeriesSource {

  /**
   * Series that match all of the matchers and may have samples in a closed span of time, in the
   * order of their labels.
   *
   * @param fromMillis since the epoch, included
   * @param toMillis since the epoch, included
   */
  List<Series> select(List<LabelMatcher> matchers, long fromMillis, long toMillis);
}
