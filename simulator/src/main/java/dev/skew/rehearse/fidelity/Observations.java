package dev.skew.rehearse.fidelity;

import java.util.List;

/**
 * What one or more repetitions of an experiment measured.
 *
 * @param series by the recordings' names; others, which no recording has, serve as evidence
 * @param events how many events the simulator handled
 */
public record Observations(List<Series> series, long events) {

  public Observations {
    series = List.copyOf(series);
  }

  /** The values of a metric, empty when it never was measured. */
  public double[] values(String metric) {
    for (Series one : series) {
      if (one.metric().equals(metric)) {
        return one.values();
      }
    }
    return new double[0];
  }

  /** All values of many repetitions, in their order. */
  static Observations pooled(List<Observations> repetitions) {
    Experiment.SeriesBuilder builder = new Experiment.SeriesBuilder();
    long events = 0;
    for (Observations one : repetitions) {
      events += one.events();
      for (Series series : one.series()) {
        for (double value : series.values()) {
          builder.add(series.metric(), series.unit(), value);
        }
      }
    }
    return new Observations(builder.build(), events);
  }
}
