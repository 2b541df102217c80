package dev.skew.world.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import org.junit.jupiter.api.Test;

class NodeClockTest {

  private static final long EPOCH = 1_767_225_600_000_000_000L;
  private static final long SECOND = SimTime.SECOND;
  private static final long HOUR = 3_600 * SECOND;

  private final WallTime wallTime = new WallTime(EPOCH);

  @Test
  void aPerfectClockShowsTheTruth() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    assertThat(clock.wallNanos(0)).isEqualTo(EPOCH);
    assertThat(clock.wallNanos(17 * HOUR)).isEqualTo(EPOCH + 17 * HOUR);
    assertThat(clock.offsetNanos(17 * HOUR)).isZero();
    assertThat(clock.monotonicNanos(17 * HOUR)).isEqualTo(17 * HOUR);
  }

  @Test
  void driftsByFiftyMillisecondsAMinute() {
    long ppb = ClockProfile.ppbOfMillisPerMinute(50);
    NodeClock clock = drifting(ppb);

    assertThat(ppb).isEqualTo(833_333);
    assertThat(clock.offsetNanos(60 * SECOND)).isEqualTo(49_999_980);
    assertThat(clock.offsetNanos(24 * HOUR)).isEqualTo(24 * 60 * 49_999_980L);
  }

  @Test
  void staysExactForAThousandDays() {
    NodeClock clock = drifting(-1);

    assertThat(clock.offsetNanos(24_000 * HOUR)).isEqualTo(-24_000 * 3_600L);
  }

  @Test
  void carriesTheFractionOfANanosecondOverChangesOfRate() {
    NodeClock clock = drifting(1);

    // Each of these instants is within a nanosecond of the last; nothing is lost to rounding.
    for (long at = 1; at <= 1_000; at++) {
      clock.setDrift(at * SECOND / 1_000, 1);
    }

    assertThat(clock.offsetNanos(SECOND)).isEqualTo(1);
  }

  @Test
  void aStepMovesTheWallReadingAndNoTimer() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    clock.step(SECOND, 300 * SECOND);

    assertThat(clock.offsetNanos(SECOND)).isEqualTo(300 * SECOND);
    assertThat(clock.monotonicNanos(2 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(clock.virtualDelay(2 * SECOND, SECOND)).isEqualTo(SECOND);
  }

  @Test
  void isSetToADateAsDateDoes() {
    NodeClock clock = drifting(200_000);

    clock.setWall(HOUR, EPOCH);

    assertThat(clock.wallNanos(HOUR)).isEqualTo(EPOCH);
    assertThat(clock.offsetNanos(HOUR)).isEqualTo(-HOUR);
  }

  @Test
  void aFastClockRunsItsTimersOutEarly() {
    NodeClock clock = drifting(1_000_000);

    long delay = clock.virtualDelay(0, 1_001 * SECOND);

    assertThat(delay).isEqualTo(1_000 * SECOND);
  }

  @Test
  void aSlewChangesTheRateUntilItIsDone() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    clock.slew(SECOND, -SimTime.MILLISECOND, 2 * SECOND);

    assertThat(clock.ratePpb(2 * SECOND)).isEqualTo(-500_000);
    assertThat(clock.pendingSlewNanos(2 * SECOND)).isEqualTo(-500_000);
    assertThat(clock.offsetNanos(2 * SECOND)).isEqualTo(-500_000);
    assertThat(clock.offsetNanos(HOUR)).isEqualTo(-SimTime.MILLISECOND);
    assertThat(clock.ratePpb(HOUR)).isZero();
    assertThat(clock.monotonicNanos(HOUR)).isEqualTo(HOUR - SimTime.MILLISECOND);
  }

  @Test
  void aNewSlewTakesThePlaceOfTheOldOne() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    clock.slew(0, 1_000_000, 2 * SECOND);
    clock.slew(SECOND, 0, SECOND);

    assertThat(clock.offsetNanos(HOUR)).isEqualTo(500_000);
  }

  @Test
  void aFrequencyCorrectionCancelsDrift() {
    NodeClock clock = drifting(42_000);

    clock.setFrequency(100 * SECOND, -42_000);

    assertThat(clock.offsetNanos(100 * SECOND)).isEqualTo(4_200_000);
    assertThat(clock.offsetNanos(50 * HOUR)).isEqualTo(4_200_000);
  }

  @Test
  void aFrozenClockGoesOnFromWhereItStood() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    clock.freeze(10 * SECOND);
    long frozen = clock.wallNanos(15 * SECOND);
    clock.unfreeze(20 * SECOND);

    assertThat(frozen).isEqualTo(EPOCH + 10 * SECOND);
    assertThat(clock.wallNanos(21 * SECOND)).isEqualTo(EPOCH + 11 * SECOND);
    assertThat(clock.monotonicNanos(21 * SECOND)).isEqualTo(21 * SECOND);
  }

  @Test
  void unfreezingAClockThatRunsChangesNothing() {
    NodeClock clock = NodeClock.perfect(wallTime, random());

    clock.unfreeze(SECOND);

    assertThat(clock.offsetNanos(SECOND)).isZero();
  }

  @Test
  void repeatsASecondAtALeapSecondAsTheKernelDoes() {
    NodeClock clock = leaping(LeapHandling.REPEAT);

    assertThat(clock.wallNanos(HOUR - 1)).isEqualTo(EPOCH + HOUR - 1);
    assertThat(clock.wallNanos(HOUR)).isEqualTo(EPOCH + HOUR - SECOND);
    assertThat(clock.offsetNanos(2 * HOUR)).isZero();
  }

  @Test
  void stepsBackOnceTheLeapSecondIsOver() {
    NodeClock clock = leaping(LeapHandling.STEP);

    assertThat(clock.offsetNanos(HOUR)).isEqualTo(SECOND);
    assertThat(clock.offsetNanos(HOUR + SECOND - 1)).isEqualTo(SECOND);
    assertThat(clock.offsetNanos(HOUR + SECOND)).isZero();
  }

  @Test
  void isASecondAheadAfterALeapSecondItDidNotHearOf() {
    NodeClock clock = leaping(LeapHandling.IGNORE);

    assertThat(clock.offsetNanos(10 * HOUR)).isEqualTo(SECOND);
  }

  @Test
  void smearsALeapSecondFromNoonToNoon() {
    NodeClock clock = NodeClock.perfect(wallTime, random());
    long leap = 100 * HOUR;
    wallTime.insertLeapSecond(leap);
    clock.expectLeapSecond(0, leap, LeapHandling.SMEAR);

    assertThat(clock.offsetNanos(leap - 12 * HOUR)).isZero();
    assertThat(clock.ratePpb(leap - HOUR)).isEqualTo(-11_574);
    assertThat(clock.offsetNanos(leap - 1)).isBetween(-SECOND / 2, -SECOND / 2 + 10_000);
    assertThat(clock.offsetNanos(leap)).isBetween(SECOND / 2, SECOND / 2 + 10_000);
    assertThat(clock.offsetNanos(leap + 12 * HOUR)).isZero();
    assertThat(clock.ratePpb(leap + 12 * HOUR)).isZero();
  }

  @Test
  void wandersWithinItsBound() {
    long bound = 20_000;
    var walk = new ClockProfile.Walk(10 * SECOND, 5_000, bound);
    NodeClock clock = new NodeClock(wallTime, new ClockProfile(0, 1_000, walk), random());

    long changes = 0;
    long last = 0;
    for (int i = 0; i < 1_000; i++) {
      long rate = clock.ratePpb(10L * i * SECOND);
      assertThat(rate).isBetween(1_000 - bound, 1_000 + bound);
      changes += rate == last ? 0 : 1;
      last = rate;
    }

    assertThat(changes).isGreaterThan(900);
  }

  @Test
  void refusesToBeReadBackwardsAcrossAChange() {
    NodeClock clock = NodeClock.perfect(wallTime, random());
    clock.setDrift(SECOND, 5);

    assertThatThrownBy(() -> clock.wallNanos(SECOND - 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("999999999");
  }

  @Test
  void refusesAnOscillatorThatIsNone() {
    assertThatThrownBy(() -> new ClockProfile(0, 600_000_000, ClockProfile.Walk.NONE))
        .hasMessage("drift must lie within 500000 ppm, got 600000 ppm");
  }

  private NodeClock drifting(long ppb) {
    return new NodeClock(wallTime, new ClockProfile(0, ppb, ClockProfile.Walk.NONE), random());
  }

  private NodeClock leaping(LeapHandling handling) {
    NodeClock clock = NodeClock.perfect(wallTime, random());
    wallTime.insertLeapSecond(HOUR);
    clock.expectLeapSecond(0, HOUR, handling);
    return clock;
  }

  private static RandomSource random() {
    return new Seed(1).fork("clock", "n1").random();
  }
}
