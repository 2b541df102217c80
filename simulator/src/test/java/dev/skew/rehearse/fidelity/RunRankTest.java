package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunRankTest {

  private static final int RUNS = 19;

  @Test
  void aRunFarFromAllOthersIsAsRareAsThereAreRuns() {
    double[] recorded = {9, 9, 9};

    double p =
        RunRank.pValue(recorded, IntStream.range(0, RUNS).mapToObj(RunRankTest::one).toList());

    assertThat(p).isEqualTo(1.0 / (RUNS + 1));
  }

  @Test
  void aRunWithNothingInItIsFarFromAllOthers() {
    double p =
        RunRank.pValue(new double[0], IntStream.range(0, RUNS).mapToObj(RunRankTest::one).toList());

    assertThat(p).isEqualTo(1.0 / (RUNS + 1));
  }

  @Test
  void aRecordingOfWhatIsNeverSimulatedIsOff() {
    List<double[]> nothing = IntStream.range(0, RUNS).mapToObj(i -> new double[0]).toList();

    assertThat(RunRank.pValue(new double[] {1, 2, 3}, nothing)).isZero();
  }

  @Test
  void runsThatDifferAsAWholeAreNotToldApartFromOneMoreOfThem() {
    RandomSource random = new Seed(7).fork("test", "runs").random();
    int found = 0;
    int values = 0;
    for (int trial = 0; trial < 200; trial++) {
      List<double[]> runs = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        runs.add(shifted(random));
      }
      double[] recorded = shifted(random);
      found += RunRank.pValue(recorded, runs) <= 0.05 ? 1 : 0;
      double[] pool = runs.stream().flatMapToDouble(Arrays::stream).toArray();
      values += Statistics.kolmogorovSmirnov(recorded, pool).pValue() <= 0.05 ? 1 : 0;
    }

    assertThat(found).isBetween(2, 20); // one in twenty of 200
    assertThat(values).isGreaterThan(100); // what takes every value for independent says
  }

  /** Twenty values close together, somewhere. */
  private static double[] shifted(RandomSource random) {
    double shift = random.nextDouble();
    return IntStream.range(0, 20).mapToDouble(i -> shift + 0.1 * random.nextDouble()).toArray();
  }

  private static double[] one(int i) {
    return new double[] {i % 4, 1, 2};
  }
}
