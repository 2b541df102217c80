package dev.skew.world.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients ask for. */
class OperationGeneratorTest {

  private static OperationGenerator generator(OperationMix mix, int keys) {
    Arrival arrival = new Arrival.OpenLoop(1, 1);
    WorkloadProfile profile =
        new WorkloadProfile(
            "load",
            arrival,
            new KeySpace("k", keys, new KeySkew.Uniform()),
            mix,
            SessionContext.OF_KEY,
            new TargetPolicy.RoundRobin(),
            RequestPolicy.withTimeout(1));
    return new OperationGenerator("c", profile, new Seed(7).random());
  }

  private static Completion done(Outcome outcome, String... values) {
    return new Completion(1, outcome, List.of(values), 0, "");
  }

  @Test
  void operationsComeInTheSharesOfTheMix() {
    OperationMix mix =
        new OperationMix(
            Map.of(Consistency.LINEARIZABLE, 4.0, Consistency.SERIALIZABLE, 1.0), 2, 1, 1, 1);
    OperationGenerator generator = generator(mix, 50);
    int[] counts = new int[6];

    for (int i = 0; i < 50_000; i++) {
      Operation operation = generator.next();
      if (operation instanceof Operation.Get get) {
        counts[get.consistency() == Consistency.LINEARIZABLE ? 0 : 1]++;
      } else if (operation instanceof Operation.Put) {
        counts[2]++;
      } else if (operation instanceof Operation.CompareAndSet) {
        counts[3]++;
      } else if (operation instanceof Operation.Delete) {
        counts[4]++;
      } else {
        counts[5]++;
        assertThat(operation.keys()).hasSize(2).doesNotHaveDuplicates();
      }
    }

    double[] shares = {0.4, 0.1, 0.2, 0.1, 0.1, 0.1};
    for (int i = 0; i < shares.length; i++) {
      assertThat(counts[i] / 50_000.0).isCloseTo(shares[i], within(0.01));
    }
  }

  @Test
  void compareAndSetExpectsWhatTheClientSawLast() {
    OperationGenerator generator = generator(new OperationMix(Map.of(), 0, 1, 0, 0), 1);
    Operation.Get read = new Operation.Get("k0", Consistency.LINEARIZABLE);
    List<String> expected = new ArrayList<>();

    expected.add(((Operation.CompareAndSet) generator.next()).expected());
    generator.learn(read, done(Outcome.OK, "seen"));
    expected.add(((Operation.CompareAndSet) generator.next()).expected());
    generator.learn(new Operation.Put("k0", "own"), done(Outcome.UNKNOWN));
    expected.add(((Operation.CompareAndSet) generator.next()).expected());
    generator.learn(new Operation.Put("k0", "own"), done(Outcome.OK));
    expected.add(((Operation.CompareAndSet) generator.next()).expected());
    generator.learn(new Operation.CompareAndSet("k0", "x", "y"), done(Outcome.FAILED, "way"));
    expected.add(((Operation.CompareAndSet) generator.next()).expected());
    generator.learn(new Operation.Delete("k0"), done(Outcome.OK));
    expected.add(((Operation.CompareAndSet) generator.next()).expected());

    assertThat(expected).containsExactly(null, "seen", "seen", "own", "way", null);
  }

  @Test
  void zipfDrawsRanksWithTheirProbabilities() {
    for (double theta : new double[] {0.5, 0.99, 1, 1.5}) {
      int count = 100;
      ZipfSampler sampler = new ZipfSampler(count, theta);
      RandomSource random = new Seed(3).random();
      int[] drawn = new int[count + 1];
      int draws = 200_000;

      for (int i = 0; i < draws; i++) {
        drawn[sampler.next(random)]++;
      }

      double norm = 0;
      for (int rank = 1; rank <= count; rank++) {
        norm += StrictMath.pow(rank, -theta);
      }
      for (int rank : new int[] {1, 2, 3, 10, 50, 100}) {
        double share = StrictMath.pow(rank, -theta) / norm;
        double noise = 5 * StrictMath.sqrt(share / draws);
        assertThat((double) drawn[rank] / draws).isCloseTo(share, within(noise));
      }
    }
  }

  @Test
  void hotspotTakesItsShareOfTheOperations() {
    KeyPicker picker = KeyPicker.of(new KeySpace("k", 1_000, new KeySkew.Hotspot(0.1, 0.8)));
    RandomSource random = new Seed(3).random();
    int hot = 0;

    for (int i = 0; i < 20_000; i++) {
      hot += picker.next(random) < 100 ? 1 : 0;
    }

    assertThat(hot / 20_000.0).isCloseTo(0.8, within(0.02));
  }
}
