package dev.skew.serve.cli;

import dev.skew.rehearse.simulation.Checkpoint;
import dev.skew.rehearse.simulation.RunListener;
import java.util.Locale;
import java.util.function.LongSupplier;

/** How far a single run has come, on the live line. */
final class RunProgress implements RunListener {

  private static final long EVERY_NANOS = 200_000_000L;

  private final Console console;
  private final long durationNanos;
  private final LongSupplier wallNanos;
  private final long beganNanos;
  private long shownNanos;

  RunProgress(Console console, long durationNanos, LongSupplier wallNanos) {
    this.console = console;
    this.durationNanos = durationNanos;
    this.wallNanos = wallNanos;
    this.beganNanos = wallNanos.getAsLong();
    this.shownNanos = beganNanos;
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) {
    long nowNanos = wallNanos.getAsLong();
    if (nowNanos - shownNanos < EVERY_NANOS) {
      return;
    }
    shownNanos = nowNanos;
    double speed = checkpoint.atNanos() / (double) (nowNanos - beganNanos);
    console.live(
        String.format(
            Locale.ROOT,
            "%s of %s, %,.0f times as fast as the clock, %s left",
            Words.clock(checkpoint.atNanos()),
            Words.clock(durationNanos),
            speed,
            Words.waiting((durationNanos - checkpoint.atNanos()) / speed / 1e9)));
  }
}
