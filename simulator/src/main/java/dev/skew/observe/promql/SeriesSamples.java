package dev.skew.observe.promql;

import dev.skew.observe.telemetry.Labels;
import dev.skew.observe.telemetry.Samples;

/**
 * A series and its samples.
 *
 * @param losesName whether the metric's name goes away at the end of the query
 */
record SeriesSamples(Labels labels, Samples samples, boolean losesName) {

  /** Without stale markers, which range selectors do not see. */
  SeriesSamples withoutStale() {
    int stale = 0;
    for (int i = 0; i < samples.size(); i++) {
      stale += Samples.isStale(samples.valueAt(i)) ? 1 : 0;
    }
    if (stale == 0) {
      return this;
    }
    Samples real = new Samples(samples.size() - stale);
    for (int i = 0; i < samples.size(); i++) {
      if (!Samples.isStale(samples.valueAt(i))) {
        real.add(samples.millisAt(i), samples.valueAt(i));
      }
    }
    return new SeriesSamples(labels, real, losesName);
  }
}
