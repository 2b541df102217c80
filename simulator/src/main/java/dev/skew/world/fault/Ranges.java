package dev.skew.world.fault;

import java.time.Duration;

/** Checks that compact constructors share. */
final class Ranges {

  private Ranges() {}

  static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          name + " must not be negative, got " + Quantities.duration(value));
    }
  }

  static void ratio(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          name + " must lie in [0%, 100%], got " + Quantities.share(value));
    }
  }

  static void correlation(double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          "correlation must lie in [0%, 100%), got " + Quantities.share(value));
    }
  }
}
