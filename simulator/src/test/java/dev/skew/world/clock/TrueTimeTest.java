package dev.skew.world.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import org.junit.jupiter.api.Test;

class TrueTimeTest {

  private static final long MS = SimTime.MILLISECOND;

  private final NodeClock clock =
      NodeClock.perfect(new WallTime(0), new Seed(1).fork("clock", "n1").random());
  private final TrueTime trueTime = new TrueTime(clock, MS, TrueTime.SPANNER_DRIFT_PPB);

  @Test
  void uncertaintyGrowsWithTheDriftSinceTheLastSynchronisation() {
    assertThat(trueTime.epsilonNanos(0)).isEqualTo(MS);
    assertThat(trueTime.epsilonNanos(30 * SimTime.SECOND)).isEqualTo(7 * MS);

    trueTime.synced(30 * SimTime.SECOND, MS);

    assertThat(trueTime.epsilonNanos(30 * SimTime.SECOND)).isEqualTo(MS);
  }

  @Test
  void commitWaitEndsWhenTheTimestampIsPastForCertainAndNotMuchLater() {
    long at = 20 * SimTime.SECOND;
    long stamp = trueTime.now(at).latestNanos();

    long wait = trueTime.commitWaitNanos(at, stamp);

    assertThat(wait).isBetween(10 * MS, 10 * MS + 10_000);
    assertThat(trueTime.isPast(at + wait - 5_000, stamp)).isFalse();
    assertThat(trueTime.isPast(at + wait, stamp)).isTrue();
  }

  @Test
  void nothingIsWaitedForWhatIsPast() {
    assertThat(trueTime.commitWaitNanos(SimTime.SECOND, 0)).isZero();
  }
}
