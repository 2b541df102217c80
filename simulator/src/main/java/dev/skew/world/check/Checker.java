package dev.skew.world.check;

/** A judge of one promise. */
public interface Checker {

  /** The promise's name, in kebab-case. */
  String name();

  /** Draws the conclusions that need the store as it stands at the end of the run. */
  default void finish(long atNanos, StoreView store) {}

  /** The conclusion so far. */
  CheckReport report();
}
