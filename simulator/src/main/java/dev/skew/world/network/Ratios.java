package dev.skew.world.network;

/** Checks on shares and correlations. */
final class Ratios {

  private Ratios() {}

  static void requireRatio(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must lie in [0, 1], got " + value);
    }
  }

  static void requireCorrelation(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must lie in [0, 1), got " + value);
    }
  }
}
