package dev.skew.serve.cli;

import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a study of recordings has come. Told of experiments by one thread or by several. */
final class StudyProgress {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Console console;
  private final int experiments;
  private final LongSupplier wallNanos;
  private final long beganNanos;
  private int done;

  StudyProgress(Console console, int experiments, LongSupplier wallNanos) {
    this.console = console;
    this.experiments = experiments;
    this.wallNanos = wallNanos;
    this.beganNanos = wallNanos.getAsLong();
  }

  synchronized void onDone(String experiment) {
    done++;
    console.live(text() + "  " + experiment);
  }

  synchronized void show() {
    console.live(text());
  }

  /** Some experiments need another to compare with, which is run on top of those that were read. */
  String text() {
    if (done > experiments) {
      return Words.count(experiments, "experiment") + " done, and what they are compared with";
    }
    double seconds = (wallNanos.getAsLong() - beganNanos) / NANOS_PER_SECOND;
    String remaining =
        done == 0 ? "" : ", " + Words.waiting(seconds * (experiments - done) / done) + " left";
    return String.format(Locale.ROOT, "%,d of %,d experiments%s", done, experiments, remaining);
  }
}
