package dev.skew.observe.promql;

/** Whose rules hold, where releases of Prometheus differ. */
public enum Mode {
  /** Prometheus 2.42: closed windows, naive sums. */
  V2,
  /** Prometheus 3: windows open to the left, compensated sums, numbers as durations. */
  V3;

  boolean isLeftOpen() {
    return this == V3;
  }
}
