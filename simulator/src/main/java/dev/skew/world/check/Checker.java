package dev.skew.world.check;

import dev.skew.world.workload.HistoryObserver;

/** A judge of what clients were told, and of what stands when all is over. */
interface Checker extends HistoryObserver {

  /** Brings its measures up to date. */
  default void measure() {}

  /** Draws the conclusions that need the store as it stands at the end of the run. */
  default void finish(long atNanos, StoreView store) {}
}
