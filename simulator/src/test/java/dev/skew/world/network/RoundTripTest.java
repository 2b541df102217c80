package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Timers as Linux computes and fires them. */
class RoundTripTest {

  private static final long MILLI = 1_000_000;

  @Test
  void theTimeoutIsTheSmoothedRoundTripAndAtLeastTwoHundredMilliseconds() {
    RoundTrip path = new RoundTrip(10 * MILLI);
    for (int i = 1; i < 100; i++) {
      path.sample(10 * MILLI, i, i + 1);
    }

    assertThat(path.smoothedNanos()).isEqualTo(10 * MILLI);
    assertThat(path.rtoNanos()).isEqualTo(210 * MILLI);
  }

  @Test
  void variationRaisesTheTimeout() {
    RoundTrip path = new RoundTrip(200 * MILLI);
    for (int i = 1; i < 1000; i++) {
      path.sample((i % 2 == 0 ? 100 : 300) * MILLI, i, i + 1);
    }

    assertThat(path.smoothedNanos()).isBetween(150 * MILLI, 250 * MILLI);
    assertThat(path.rtoNanos()).isGreaterThan(450 * MILLI);
  }

  @Test
  void aSampleEndsBackingOff() {
    RoundTrip path = new RoundTrip(10 * MILLI);
    path.doubleRto();
    path.doubleRto();
    assertThat(path.rtoNanos()).isEqualTo(840 * MILLI);

    path.sample(10 * MILLI, 1, 2);

    assertThat(path.rtoNanos()).isEqualTo(210 * MILLI);
  }

  @Test
  void kernelTimersAreNeverEarlyAndCoarserWhenFarAway() {
    for (long delay = 1; delay < 10_000 * MILLI; delay = delay * 3 / 2 + 1) {
      long due = KernelTimer.dueNanos(3 * MILLI, delay) - 3 * MILLI;
      long slack = delay < 200 * MILLI ? 8 * MILLI : Math.max(40 * MILLI, delay / 5);

      assertThat(due).isBetween(delay, delay + slack);
    }
  }
}
