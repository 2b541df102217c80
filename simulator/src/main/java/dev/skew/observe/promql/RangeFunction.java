package dev.skew.observe.promql;

/** What a function makes of the samples in a window, of which there is at least one. */
@FunctionalInterface
interface RangeFunction {

  /** Its value, or {@link Column#ABSENT}. */
  double of(Window window);
}
