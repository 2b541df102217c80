package dev.skew.observe.promql;

import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Samples;
import dev.skew.observe.telemetry.Series;
import dev.skew.observe.telemetry.SeriesSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads series once for each query, however often its selectors name them. */
final class SampleCache {

  private final SeriesSource source;
  private final Budget budget;
  private final Map<List<LabelMatcher>, List<Read>> reads = new HashMap<>();

  private record Read(long fromMillis, long toMillis, List<SeriesSamples> series) {

    boolean covers(long from, long to) {
      return fromMillis <= from && to <= toMillis;
    }
  }

  SampleCache(SeriesSource source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /** The series that match, with all samples of a closed span, and maybe some around it. */
  List<SeriesSamples> read(List<LabelMatcher> matchers, long fromMillis, long toMillis) {
    List<Read> known = reads.computeIfAbsent(matchers, key -> new ArrayList<>());
    for (Read each : known) {
      if (each.covers(fromMillis, toMillis)) {
        return each.series;
      }
    }
    List<SeriesSamples> series = new ArrayList<>();
    for (Series each : source.select(matchers, fromMillis, toMillis)) {
      Samples samples = new Samples(256);
      each.read(fromMillis, toMillis, samples);
      budget.take(samples.size());
      series.add(new SeriesSamples(each.labels(), samples, false));
    }
    known.add(new Read(fromMillis, toMillis, series));
    return series;
  }
}
