package dev.skew.world.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.skew.kernel.Seed;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The arithmetic of tc-netem, within statistical bounds at fixed seeds. */
class NetemStageTest {

  private static final int PACKETS = 200_000;
  private static final Duration MEAN = Duration.ofMillis(100);
  private static final Duration JITTER = Duration.ofMillis(10);

  @Test
  void uniformJitterFillsMeanPlusMinusJitter() {
    double[] delays = delaysMillis(LinkProfile.of(Latency.uniform(MEAN, JITTER)));

    assertThat(mean(delays)).isCloseTo(100, within(0.1));
    assertThat(deviation(delays)).isCloseTo(10 / Math.sqrt(3), within(0.05));
    assertThat(Arrays.stream(delays).min().orElseThrow()).isBetween(90.0, 90.01);
    assertThat(Arrays.stream(delays).max().orElseThrow()).isBetween(109.99, 110.0);
  }

  @Test
  void normalJitterHasItsMeanAndDeviation() {
    double[] delays = delaysMillis(LinkProfile.of(Latency.normal(MEAN, JITTER)));

    assertThat(mean(delays)).isCloseTo(100, within(0.1));
    assertThat(deviation(delays)).isCloseTo(10, within(0.1));
    assertThat(quantile(delays, 0.975)).isCloseTo(119.6, within(0.3));
  }

  @Test
  void paretoJitterIsSkewedAndCutAtFourTimesTheJitter() {
    double[] delays = delaysMillis(LinkProfile.of(Latency.pareto(MEAN, JITTER)));

    // The quantiles of (u^(-1/3) - 1.5) * 4/3, as iproute2 makes its table.
    assertThat(quantile(delays, 0.5)).isCloseTo(96.8, within(0.1));
    assertThat(quantile(delays, 0.9)).isCloseTo(108.73, within(0.4));
    assertThat(Arrays.stream(delays).max().orElseThrow()).isCloseTo(140, within(0.01));
  }

  @Test
  void paretonormalJitterIsOneQuarterNormalAndThreeQuartersPareto() {
    double[] delays = delaysMillis(LinkProfile.of(Latency.paretonormal(MEAN, JITTER)));

    assertThat(quantile(delays, 0.5)).isCloseTo(97.6, within(0.1));
    assertThat(quantile(delays, 0.9)).isCloseTo(109.75, within(0.4));
  }

  @Test
  void lognormalLatencyHasItsMeanAndDeviation() {
    double[] delays = delaysMillis(LinkProfile.of(Latency.lognormal(MEAN, JITTER)));

    assertThat(mean(delays)).isCloseTo(100, within(0.1));
    assertThat(deviation(delays)).isCloseTo(10, within(0.2));
    assertThat(mean(delays)).isGreaterThan(quantile(delays, 0.5));
  }

  @Test
  void empiricalLatencyDrawsTheGivenValuesEquallyOften() {
    Latency latency = Latency.empirical(new long[] {3_000_000, 1_000_000, 2_000_000, 2_000_000});

    double[] delays = delaysMillis(LinkProfile.of(latency));

    assertThat(share(delays, 1)).isCloseTo(0.25, within(0.005));
    assertThat(share(delays, 2)).isCloseTo(0.5, within(0.005));
    assertThat(share(delays, 3)).isCloseTo(0.25, within(0.005));
  }

  @Test
  void correlatedJitterFollowsItsForerunnerAndIsLessSpreadOut() {
    LinkProfile profile = LinkProfile.of(Latency.uniform(MEAN, JITTER)).withJitterCorrelation(0.5);

    double[] delays = delaysMillis(profile);

    // x' = (1-c) u + c x: correlation c, variance (1-c)/(1+c) of a uniform's.
    assertThat(correlation(delays)).isCloseTo(0.5, within(0.01));
    assertThat(deviation(delays)).isCloseTo(10 / Math.sqrt(3) / Math.sqrt(3), within(0.05));
  }

  @Test
  void independentLossLosesItsShare() {
    assertThat(lossRatio(LinkProfile.CLEAN.withLoss(0.1))).isCloseTo(0.1, within(0.003));
  }

  @Test
  void gilbertElliottLosesItsStationaryShareInBursts() {
    Loss.GilbertElliott loss = new Loss.GilbertElliott(0.01, 0.2, 0.8, 0.001);
    NetemStage stage = new NetemStage(new Seed(3), LinkProfile.CLEAN.withLoss(loss));
    int lost = 0;
    int lostTwice = 0;
    boolean before = false;
    for (int i = 0; i < PACKETS; i++) {
      boolean isLost = stage.pass(0, 100, true) == NetemStage.LOST;
      lost += isLost ? 1 : 0;
      lostTwice += isLost && before ? 1 : 0;
      before = isLost;
    }

    assertThat((double) lost / PACKETS).isCloseTo(loss.stationaryRatio(), within(0.003));
    assertThat((double) lostTwice / lost).as("loss after loss").isGreaterThan(0.5);
  }

  @Test
  void duplicationAndCorruptionHaveTheirShares() {
    LinkProfile profile =
        LinkProfile.CLEAN.withDuplication(Chance.of(0.05)).withCorruption(Chance.of(0.02));
    NetemStage stage = new NetemStage(new Seed(4), profile);
    int copies = 0;
    int damaged = 0;
    for (int i = 0; i < PACKETS; i++) {
      stage.pass(0, 100, true);
      copies += stage.hasDuplicated() ? 1 : 0;
      damaged += stage.hasDamaged() ? 1 : 0;
    }

    assertThat((double) copies / PACKETS).isCloseTo(0.05, within(0.002));
    assertThat((double) damaged / PACKETS).isCloseTo(0.02, within(0.002));
  }

  @Test
  void reorderingSendsEachGapThPacketAtOnce() {
    LinkProfile profile =
        LinkProfile.constant(MEAN).withReordering(new Reordering(Chance.of(1), 5));
    NetemStage stage = new NetemStage(new Seed(5), profile);

    boolean[] atOnce = new boolean[10];
    for (int i = 0; i < atOnce.length; i++) {
      atOnce[i] = stage.pass(0, 100, true) == 0;
    }

    assertThat(atOnce)
        .containsExactly(false, false, false, false, true, false, false, false, false, true);
  }

  @Test
  void packetsWithTheirOwnDelaysOvertakeUnlessTheLinkIsFifo() {
    LinkProfile profile = LinkProfile.of(Latency.uniform(MEAN, JITTER));

    assertThat(overtakings(profile)).isGreaterThan(PACKETS / 3);
    assertThat(overtakings(profile.withFifo(true))).isZero();
  }

  @Test
  void aRateSpacesPacketsAndDropsWhatItsQueueCannotHold() {
    LinkProfile profile =
        LinkProfile.constant(Duration.ofMillis(1)).withBandwidth(new Bandwidth(8_000_000, 4_500));
    NetemStage stage = new NetemStage(new Seed(6), profile);

    long[] departures = new long[5];
    for (int i = 0; i < departures.length; i++) {
      departures[i] = stage.pass(0, 1_500, true);
    }

    // 1500 bytes at 8 Mbit/s take 1.5 ms; three wait or are being sent, the rest find no room.
    assertThat(departures)
        .containsExactly(
            2_500_000, 4_000_000, 5_500_000, NetemStage.TAIL_DROPPED, NetemStage.TAIL_DROPPED);
  }

  @Test
  void nonsenseIsRefusedByName() {
    assertThatThrownBy(() -> Loss.of(1.2)).hasMessage("loss ratio must lie in [0, 1], got 1.2");
    assertThatThrownBy(() -> new Chance(0.5, 1))
        .hasMessage("correlation must lie in [0, 1), got 1.0");
  }

  private static double[] delaysMillis(LinkProfile profile) {
    NetemStage stage = new NetemStage(new Seed(2), profile);
    double[] delays = new double[PACKETS];
    for (int i = 0; i < PACKETS; i++) {
      delays[i] = stage.pass(0, 100, true) / 1e6;
    }
    return delays;
  }

  private static double lossRatio(LinkProfile profile) {
    NetemStage stage = new NetemStage(new Seed(2), profile);
    int lost = 0;
    for (int i = 0; i < PACKETS; i++) {
      lost += stage.pass(0, 100, true) == NetemStage.LOST ? 1 : 0;
    }
    return (double) lost / PACKETS;
  }

  private static int overtakings(LinkProfile profile) {
    double[] delays = delaysMillis(profile);
    int count = 0;
    for (int i = 1; i < delays.length; i++) {
      count += delays[i] < delays[i - 1] ? 1 : 0;
    }
    return count;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  private static double correlation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (int i = 1; i < values.length; i++) {
      sum += (values[i] - mean) * (values[i - 1] - mean);
    }
    double deviation = deviation(values);
    return sum / (values.length - 1) / (deviation * deviation);
  }

  private static double quantile(double[] values, double q) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) (q * sorted.length)];
  }

  private static double share(double[] values, double value) {
    return (double) Arrays.stream(values).filter(v -> v == value).count() / values.length;
  }
}
