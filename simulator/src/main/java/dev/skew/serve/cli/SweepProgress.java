package dev.skew.serve.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a sweep has come, how fast it goes and how long it will take. */
final class SweepProgress {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Console console;
  private final SweepSummary summary;
  private final LongSupplier wallNanos;
  private final long beganNanos;

  SweepProgress(Console console, SweepSummary summary, LongSupplier wallNanos) {
    this.console = console;
    this.summary = summary;
    this.wallNanos = wallNanos;
    this.beganNanos = wallNanos.getAsLong();
  }

  void show() {
    if (console.isLive()) {
      console.live(text());
    }
  }

  String text() {
    double seconds = (wallNanos.getAsLong() - beganNanos) / (double) NANOS_PER_SECOND;
    double rate = summary.runs() / Math.max(seconds, 1e-9);
    long left = summary.asked() - summary.runs();
    String remaining = summary.runs() == 0 ? "" : ", " + Words.waiting(left / rate) + " left";
    return String.format(
        Locale.ROOT,
        "%,d of %,d runs, %d failed, %.1f a second%s",
        summary.runs(),
        summary.asked(),
        summary.failed(),
        rate,
        remaining);
  }
}
