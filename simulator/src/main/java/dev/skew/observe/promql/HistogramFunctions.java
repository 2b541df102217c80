package dev.skew.observe.promql;

import dev.skew.observe.promql.Expr.Call;
import dev.skew.observe.promql.Functions.Body;
import dev.skew.observe.promql.Value.Vector;
import dev.skew.observe.telemetry.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Functions of histograms, whose buckets are series with an upper bound as label {@code le}. */
final class HistogramFunctions {

  private static final String BOUND = "le";

  private HistogramFunctions() {}

  static void addTo(Map<String, Body> bodies) {
    bodies.put("histogram_quantile", HistogramFunctions::quantile);
    bodies.put("histogram_count", HistogramFunctions::ofNativeHistograms);
    bodies.put("histogram_sum", HistogramFunctions::ofNativeHistograms);
    bodies.put("histogram_fraction", HistogramFunctions::ofNativeHistograms);
  }

  /** Series hold numbers here, of which these functions make nothing. */
  private static Value ofNativeHistograms(Call call, Steps steps, Evaluator evaluator) {
    return new Vector(List.of());
  }

  private record Bucket(double bound, Column counts) {}

  private static Value quantile(Call call, Steps steps, Evaluator evaluator) {
    double[] quantiles = evaluator.scalar(call.arguments().get(0), steps);
    Vector vector = evaluator.vector(call.arguments().get(1), steps);
    ColumnBuilder columns = evaluator.newColumns();
    histograms(vector)
        .forEach(
            (labels, buckets) -> {
              double[] values = quantiles(quantiles, buckets, evaluator.mode());
              boolean losesName = buckets.stream().anyMatch(each -> each.counts.losesName());
              columns.addNameless(new Column(labels, values, losesName), values);
            });
    return columns.build();
  }

  /** Buckets by the labels of their histogram, in the order of their bounds. */
  private static Map<Labels, List<Bucket>> histograms(Vector vector) {
    Map<Labels, List<Bucket>> histograms = new LinkedHashMap<>();
    for (Column each : vector.columns()) {
      OptionalDouble bound = Numbers.parseSigned(each.labels().get(BOUND));
      if (bound.isPresent()) {
        histograms
            .computeIfAbsent(each.labels().without(Set.of(BOUND)), key -> new ArrayList<>())
            .add(new Bucket(bound.getAsDouble(), each));
      }
    }
    histograms.values().forEach(each -> each.sort(Comparator.comparingDouble(Bucket::bound)));
    return histograms;
  }

  private static double[] quantiles(double[] quantiles, List<Bucket> buckets, Mode mode) {
    double[] values = Column.absent(quantiles.length);
    BucketQuantile histogram = new BucketQuantile(buckets.size(), mode);
    for (int i = 0; i < values.length; i++) {
      histogram.clear();
      for (Bucket each : buckets) {
        double count = each.counts.values()[i];
        if (Column.isPresent(count)) {
          histogram.add(each.bound, count);
        }
      }
      if (!histogram.isEmpty()) {
        values[i] = histogram.quantile(quantiles[i]);
      }
    }
    return values;
  }
}
