package dev.skew.world.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.SimTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class NtpDisciplineTest {

  private static final long MS = SimTime.MILLISECOND;
  private static final long MINUTE = SimTime.MINUTE;
  private static final long HOUR = 60 * MINUTE;

  @Test
  void synchronisesWithinSecondsWhenItMayPollInABurst() {
    NtpBench bench = bench(0, 0);

    bench.start();
    bench.runFor(15 * SimTime.SECOND);

    assertThat(bench.daemon.isSynchronized()).isTrue();
    assertThat(bench.daemon.stratum()).isEqualTo(2);
  }

  @Test
  void takesFourPollsToSynchroniseWithoutABurst() {
    NtpSettings settings = new NtpSettings(NtpBench.servers(1).servers(), 6, 10, false, true);
    NtpBench bench = new NtpBench(1, ClockProfile.PERFECT, settings, MS);

    bench.start();
    bench.runFor(3 * MINUTE);
    boolean early = bench.daemon.isSynchronized();
    bench.runFor(2 * MINUTE);

    assertThat(early).isFalse();
    assertThat(bench.daemon.isSynchronized()).isTrue();
  }

  @Test
  void slewsASmallOffsetAndNeverStepsIt() {
    NtpBench bench = bench(100 * MS, 0);

    bench.start();
    bench.runFor(12 * HOUR);

    assertThat(bench.steps).isEmpty();
    assertThat(bench.offsetNanos()).isBetween(-5 * MS, 5 * MS);
    assertThat(bench.fastestPpb).isLessThanOrEqualTo(500_000);
  }

  @Test
  void halvesAnOffsetInMinutesAsTheKernelsLoopDoes() {
    NtpBench bench = bench(50 * MS, 0);

    bench.start();
    bench.runFor(10 * SimTime.SECOND);
    bench.runFor(3 * MINUTE);
    long soon = Math.abs(bench.offsetNanos());
    bench.runFor(22 * MINUTE);

    assertThat(soon).isBetween(20 * MS, 30 * MS);
    assertThat(bench.offsetNanos()).isBetween(-8 * MS, 8 * MS);
    assertThat(bench.steps).isEmpty();
  }

  @Test
  void learnsTheFrequencyOfItsOscillator() {
    NtpBench bench = bench(0, 80_000);

    bench.start();
    bench.runFor(12 * HOUR);

    assertThat(bench.daemon.frequencyPpb()).isBetween(-82_000L, -78_000L);
    assertThat(bench.offsetNanos()).isBetween(-5 * MS, 5 * MS);
  }

  @Test
  void stepsALargeOffsetAtStart() {
    NtpBench bench = bench(2_000 * SimTime.SECOND, 0);

    bench.start();
    bench.runFor(MINUTE);

    assertThat(bench.steps).hasSize(1);
    assertThat(bench.offsetNanos()).isBetween(-5 * MS, 5 * MS);
    assertThat(bench.panickedAt).isNull();
  }

  @Test
  void waitsThreeHundredSecondsBeforeItStepsALargeOffsetThatComesLater() {
    NtpBench bench = bench(0, 0);
    bench.start();
    bench.runFor(HOUR);

    bench.clock.step(bench.now(), 300 * SimTime.SECOND);
    bench.runFor(4 * MINUTE);
    long before = bench.offsetNanos();
    bench.runFor(2 * HOUR);

    assertThat(before).isGreaterThan(299 * SimTime.SECOND);
    assertThat(bench.steps).hasSize(1);
    assertThat(bench.offsetNanos()).isBetween(-10 * MS, 10 * MS);
  }

  @Test
  void aRestartStepsAtOnceWhatADaemonWouldWaitOut() {
    NtpBench bench = bench(0, 0);
    bench.start();
    bench.runFor(HOUR);
    bench.clock.step(bench.now(), 300 * SimTime.SECOND);

    bench.start();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(bench.steps).hasSize(1);
    assertThat(bench.offsetNanos()).isBetween(-10 * MS, 10 * MS);
  }

  @Test
  void givesUpOnAnOffsetBeyondAThousandSeconds() {
    NtpBench bench = bench(0, 0);
    bench.start();
    bench.runFor(HOUR);

    bench.clock.step(bench.now(), 2_000 * SimTime.SECOND);
    bench.runFor(2 * HOUR);

    assertThat(bench.panickedAt).isNotNull();
    assertThat(bench.daemon.isRunning()).isFalse();
    assertThat(bench.daemon.stratum()).isEqualTo(16);
    assertThat(bench.offsetNanos()).isGreaterThan(1_999 * SimTime.SECOND);
  }

  @Test
  void shiftsItsReachRegisterAsPollsGoUnanswered() {
    NtpBench bench = bench(0, 0);
    bench.start();
    bench.runFor(20 * MINUTE);
    String before = bench.daemon.peers(bench.clock.monotonicNanos(bench.now())).get(0).reachOctal();

    bench.silenceAll(true);
    while (reach(bench) == 0377) {
      bench.runFor(SimTime.SECOND);
    }
    int oneMissed = reach(bench);
    bench.runFor(6 * HOUR);

    assertThat(before).isEqualTo("377");
    assertThat(oneMissed).isEqualTo(0376);
    assertThat(reach(bench)).isZero();
    assertThat(bench.daemon.isSynchronized()).isFalse();
  }

  @Test
  void showsWhatNtpqShows() {
    NtpBench bench = bench(20 * MS, 0);

    bench.start();
    bench.runFor(10 * SimTime.SECOND);
    NtpPeerStatus line = bench.daemon.peers(bench.clock.monotonicNanos(bench.now())).get(0);

    assertThat(line.tally()).isEqualTo('*');
    assertThat(line.server().stratum()).isEqualTo(1);
    assertThat(line.filtered().offsetMillis()).isBetween(-21.0, -19.0);
    assertThat(line.filtered().delayMillis()).isBetween(10.0, 12.0);
    assertThat(line.filtered().jitterMillis()).isBetween(0.0, 2.0);
    assertThat(line.pollSeconds()).isEqualTo(64);
    assertThat(line.whenSeconds()).isBetween(0L, 3L);
  }

  @Test
  void followsTheOnlyServerEvenWhenItIsWrong() {
    NtpBench bench = bench(0, 0);
    bench.makeWrong(0, 3 * SimTime.SECOND);

    bench.start();
    bench.runFor(HOUR);

    assertThat(bench.offsetNanos()).isBetween(3_000 * MS - 10 * MS, 3_000 * MS + 10 * MS);
  }

  @Test
  void outvotesOneWrongServerOfThree() {
    NtpBench bench = new NtpBench(1, ClockProfile.PERFECT, NtpBench.servers(3), MS);
    bench.makeWrong(0, 3 * SimTime.SECOND);

    bench.start();
    bench.runFor(HOUR);

    assertThat(bench.offsetNanos()).isBetween(-10 * MS, 10 * MS);
    List<NtpPeerStatus> lines = bench.daemon.peers(bench.clock.monotonicNanos(bench.now()));
    assertThat(lines.get(0).tally()).isEqualTo('x');
    assertThat(List.of(lines.get(1).tally(), lines.get(2).tally())).contains('*', '+');
  }

  @Test
  void followsNobodyWhenTwoServersDisagree() {
    NtpBench bench = new NtpBench(1, ClockProfile.PERFECT, NtpBench.servers(2), MS);
    bench.makeWrong(0, 3 * SimTime.SECOND);

    bench.start();
    bench.runFor(HOUR);

    assertThat(bench.daemon.isSynchronized()).isFalse();
    assertThat(bench.offsetNanos()).isZero();
  }

  @Test
  void pollsLessOftenAsTheClockSettles() {
    NtpBench bench = bench(0, 10_000);

    bench.start();
    bench.runFor(48 * HOUR);

    assertThat(bench.daemon.peers(bench.clock.monotonicNanos(bench.now())).get(0).pollSeconds())
        .isGreaterThan(64);
  }

  @Test
  void aStepDoesNotDoubleThePolls() {
    NtpBench bench = bench(60 * SimTime.SECOND, 0);
    bench.start();
    bench.runFor(5 * MINUTE);

    bench.silenceAll(true);
    bench.runFor(64 * 3 * SimTime.SECOND);

    // Three intervals shift the register three or, by phase, four times.
    assertThat(reach(bench) & 0b111).isZero();
    assertThat(reach(bench) & 0b10000).isNotZero();
  }

  @Test
  void cannotHoldAnOscillatorBeyondItsFrequencyRange() {
    NtpBench bench = bench(0, 0);
    bench.start();
    bench.runFor(HOUR);

    bench.clock.setDrift(bench.now(), ClockProfile.ppbOfMillisPerMinute(50));
    bench.runFor(4 * HOUR);

    assertThat(bench.daemon.frequencyPpb()).isGreaterThanOrEqualTo(-500_000);
    assertThat(bench.steps).isNotEmpty();
  }

  @Test
  void refusesPollIntervalsThatNtpdRefuses() {
    assertThatThrownBy(() -> NtpBench.servers(1).withPoll(7, 6)).hasMessageContaining("7 and 6");
  }

  private static int reach(NtpBench bench) {
    return bench.daemon.peers(bench.clock.monotonicNanos(bench.now())).get(0).reach();
  }

  private static NtpBench bench(long offsetNanos, long driftPpb) {
    ClockProfile profile = new ClockProfile(offsetNanos, driftPpb, ClockProfile.Walk.NONE);
    return new NtpBench(1, profile, NtpBench.servers(1), MS);
  }
}
