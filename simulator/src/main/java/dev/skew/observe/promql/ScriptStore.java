package dev.skew.observe.promql;

import dev.skew.observe.promql.PromqlScript.Load;
import dev.skew.observe.promql.PromqlScript.Row;
import dev.skew.observe.telemetry.LabelMatcher;
import dev.skew.observe.telemetry.Labels;
import dev.skew.observe.telemetry.Samples;
import dev.skew.observe.telemetry.Series;
import dev.skew.observe.telemetry.SeriesSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The series that a script has loaded. */
final class ScriptStore implements SeriesSource {

  private final Map<Labels, NavigableMap<Long, Double>> series = new TreeMap<>();
  private final Set<Labels> natives = new TreeSet<>();
  private boolean isAllNative;

  void load(Load load) {
    isAllNative |= load.isNative();
    Map<Labels, double[]> last = new HashMap<>();
    for (Row row : load.rows()) {
      if (row.isNative()) {
        natives.add(row.labels());
      } else {
        last.put(row.labels(), row.values());
      }
    }
    last.forEach((labels, values) -> add(labels, values, load.intervalMillis()));
  }

  private void add(Labels labels, double[] values, long intervalMillis) {
    NavigableMap<Long, Double> samples = series.computeIfAbsent(labels, key -> new TreeMap<>());
    for (int i = 0; i < values.length; i++) {
      if (Column.isPresent(values[i])) {
        samples.put(i * intervalMillis, values[i]);
      }
    }
  }

  /** Whether native histograms, which are not kept, belong to what a selector names. */
  boolean hasNative(List<LabelMatcher> matchers) {
    return isAllNative || natives.stream().anyMatch(each -> matches(each, matchers));
  }

  private static boolean matches(Labels labels, List<LabelMatcher> matchers) {
    return matchers.stream().allMatch(each -> each.matches(labels));
  }

  @Override
  public List<Series> select(List<LabelMatcher> matchers, long fromMillis, long toMillis) {
    List<Series> selected = new ArrayList<>();
    series.forEach(
        (labels, samples) -> {
          if (matches(labels, matchers)) {
            selected.add(new Loaded(labels, samples));
          }
        });
    return selected;
  }

  private record Loaded(Labels labels, NavigableMap<Long, Double> samples) implements Series {

    @Override
    public void read(long fromMillis, long toMillis, Samples into) {
      if (fromMillis <= toMillis) {
        samples.subMap(fromMillis, true, toMillis, true).forEach(into::add);
      }
    }
  }
}
