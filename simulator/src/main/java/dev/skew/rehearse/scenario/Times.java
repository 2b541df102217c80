package dev.skew.rehearse.scenario;

import java.time.Duration;

/** Short names for defaults. */
final class Times {

  private Times() {}

  static Distribution micros(long micros) {
    return new Distribution.Constant(Duration.ofNanos(micros * 1_000));
  }
}
