package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreEvent.Accused;
import dev.skew.world.quorum.StoreEvent.ContradictionFound;
import dev.skew.world.quorum.StoreEvent.LieTold;
import dev.skew.world.quorum.StoreEvent.QuarantineDecided;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is convicted of a lie, who is not, and what a reader gets meanwhile. */
class ByzantineTest {

  private static final String KEY = "k1";
  private static final StoreLies OTHER_VALUES = new StoreLies(1, true, false, false);
  private static final StoreLies OLD_VALUES = new StoreLies(1, false, true, false);

  private StoreBench bench = bench(Versioning.HLC);

  /** Reads are the only way to find out about a difference. */
  private static StoreBench bench(Versioning versioning) {
    StoreSettings settings = StoreSettings.of(KeyspaceSettings.of("main", versioning));
    return new StoreBench(
        1, 5, settings.with(repair(StoreSettings.Hints.DEFAULT, StoreSettings.Trees.OFF)));
  }

  private static StoreSettings.Repair repair(StoreSettings.Hints hints, StoreSettings.Trees trees) {
    long grace = StoreSettings.Repair.DEFAULT.tombstoneGraceNanos();
    return new StoreSettings.Repair(true, 0, hints, trees, grace);
  }

  @ParameterizedTest
  @EnumSource(
      value = Versioning.class,
      names = {"VECTOR_CLOCK", "LAST_WRITE_WINS", "HLC", "DB_TIMESTAMP"})
  void whoGivesAWriteAnotherValueThanTwoOthersIsQuarantinedAndTheReaderGetsTheTruth(
      Versioning versioning) {
    bench = bench(versioning);
    String key = keyNotOf(0); // db-0 gives out timestamps
    int liar = bench.replicasOf(key).get(0);
    bench.put(bench.strangerTo(key), key, "v");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read = bench.get(bench.strangerTo(key), key);
    bench.runFor(SimTime.SECOND);

    assertThat(read.values()).containsExactly("v");
    assertThat(accused()).containsExactly(liar);
    for (int node = 0; node < bench.size(); node++) {
      assertThat(bench.quarantinedAt(node)).containsExactly(liar);
    }
  }

  private String keyNotOf(int node) {
    int number = 0;
    while (bench.replicasOf("k" + number).contains(node)) {
      number++;
    }
    return "k" + number;
  }

  @Test
  void anOldValueUnderTheNewestTimestampIsALie() {
    int liar = bench.replicasOf(KEY).get(0);
    bench.lie(liar, OLD_VALUES);
    bench.put(bench.strangerTo(KEY), KEY, "old");
    bench.put(bench.strangerTo(KEY), KEY, "new");

    ClientResponse read = bench.get(bench.strangerTo(KEY), KEY);

    assertThat(read.values()).containsExactly("new");
    assertThat(accused()).containsExactly(liar);
  }

  @Test
  void aCopyThatFellBehindIsNoLie() {
    int late = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "old");
    bench.isolate(late);
    bench.put(bench.strangerTo(KEY), KEY, "new");
    bench.heal();

    ClientResponse read = bench.get(bench.strangerTo(KEY), KEY);

    assertThat(read.values()).containsExactly("new");
    assertThat(bench.count(ContradictionFound.class)).isZero();
  }

  @Test
  void aHashThatIsNotThatOfTheRowsBesideItIsALie() {
    StoreSettings settings = StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC));
    bench = new StoreBench(1, 5, settings);
    int liar = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(liar, new StoreLies(1, false, false, true));

    bench.runFor(10 * SimTime.SECOND);

    assertThat(bench.count(LieTold.class)).isPositive();
    assertThat(accused()).containsExactly(liar);
    assertThat(bench.quarantinedAt(bench.strangerTo(KEY))).containsExactly(liar);
  }

  @Test
  void aFalseHashConvictsWhoGivesItInAComparisonThatOthersBegin() {
    StoreSettings settings = StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC));
    bench = new StoreBench(1, 5, settings);
    int liar = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(liar, new StoreLies(1, false, false, true));
    bench.drop(
        (from, message) -> from == liar && message instanceof StoreMessage.TreeRoot); // begins none

    bench.runFor(10 * SimTime.SECOND);

    assertThat(bench.count(LieTold.class)).isPositive();
    assertThat(accused()).containsExactly(liar);
  }

  @Test
  void replicasWhoseTreesDifferAccuseNobody() {
    StoreSettings settings = StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC));
    bench =
        new StoreBench(
            1, 5, settings.with(repair(StoreSettings.Hints.OFF, StoreSettings.Trees.DEFAULT)));
    int late = bench.replicasOf(KEY).get(0);
    bench.isolate(late);
    for (int i = 0; i < 50; i++) {
      bench.put(bench.strangerTo(KEY), "k" + i, "v" + i);
    }
    bench.heal();

    bench.runFor(SimTime.MINUTE);

    assertThat(bench.total(StoreCounters.Counter.TREES_DIFFERED)).isPositive();
    assertThat(accused()).isEmpty();
  }

  @Test
  void twoWhoContradictEachOtherAccuseNobodyAndNoneOfThemIsBelieved() {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(replicas.get(0), OTHER_VALUES);
    bench.isolate(replicas.get(2));

    ClientResponse read = bench.get(bench.strangerTo(KEY), KEY);

    assertThat(read.outcome()).isNotEqualTo(Outcome.OK);
    assertThat(read.values()).isEmpty();
    assertThat(bench.count(ContradictionFound.class)).isEqualTo(1);
    assertThat(accused()).isEmpty();
  }

  @Test
  void oneAnswerIsBelievedSinceNothingSpeaksAgainstIt() {
    int liar = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read =
        bench.call(bench.strangerTo(KEY), new Operation.Get(KEY, Consistency.ONE), "");

    assertThat(read.values()).containsExactly("v~db-" + liar);
    assertThat(accused()).isEmpty();
  }

  @Test
  void whoRepeatsALieInGoodFaithIsNotAccusedAndIsMended() {
    List<Integer> replicas = bench.replicasOf(KEY);
    int liar = replicas.get(0);
    int victim = replicas.get(1);
    bench.split(Set.of(liar));
    bench.put(liar, KEY, "v"); // is on the liar's disk alone
    bench.lie(liar, OTHER_VALUES);
    bench.heal();

    ClientResponse first = bench.get(bench.strangerTo(KEY), KEY);
    List<String> spread = bench.store(victim).row(KEY).orElseThrow().values();
    bench.runFor(30 * SimTime.SECOND); // the liar hands its hints over
    ClientResponse second = bench.get(bench.strangerTo(KEY), KEY);
    bench.runFor(SimTime.SECOND);

    assertThat(first.values()).isEqualTo(spread).containsExactly("v~db-" + liar);
    assertThat(second.values()).containsExactly("v");
    assertThat(accused()).containsExactly(liar);
    assertThat(bench.store(victim).row(KEY).orElseThrow().values()).containsExactly("v");
  }

  @Test
  void nothingIsComparedWhereDetectionIsOff() {
    StoreSettings settings =
        StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC))
            .with(StoreSettings.Byzantine.OFF);
    bench = new StoreBench(1, 5, settings);
    int liar = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read = bench.get(bench.strangerTo(KEY), KEY);

    assertThat(read.values()).containsExactly("v~db-" + liar);
    assertThat(bench.count(LieTold.class)).isPositive();
    assertThat(bench.count(ContradictionFound.class)).isZero();
  }

  @Test
  void aLiarWhoIsOutIsNeitherReadFromNorListenedToAndGetsItsWritesLater() {
    List<Integer> replicas = bench.replicasOf(KEY);
    int liar = replicas.get(0);
    int stranger = bench.strangerTo(KEY);
    bench.put(stranger, KEY, "old");
    bench.lie(liar, OTHER_VALUES);
    bench.get(stranger, KEY);
    bench.runFor(SimTime.SECOND);
    long lies = bench.count(LieTold.class);

    ClientResponse written = bench.put(stranger, KEY, "new");
    ClientResponse read = bench.get(stranger, KEY);
    ClientResponse refused = bench.get(liar, KEY);
    List<String> missing = bench.store(liar).row(KEY).orElseThrow().values();
    bench.lie(liar, StoreLies.NONE);
    ClientResponse lifted = bench.order(stranger, liar, true, false);
    bench.runFor(SimTime.MINUTE);

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(read.values()).containsExactly("new");
    assertThat(bench.count(LieTold.class)).isEqualTo(lies);
    assertThat(refused.error()).isEqualTo("unavailable: db-" + liar + " is in quarantine");
    assertThat(missing).containsExactly("old");
    assertThat(lifted.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.store(liar).row(KEY).orElseThrow().values()).containsExactly("new");
    assertThat(bench.get(liar, KEY).values()).containsExactly("new");
  }

  @Test
  void manyWhoAccuseAtOnceDecideOnce() {
    int liar = bench.replicasOf(KEY).get(0);
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.lie(liar, OTHER_VALUES);

    for (int node = 0; node < bench.size(); node++) {
      if (node != liar) {
        bench.ask(node, new Operation.Get(KEY, Consistency.QUORUM), "");
      }
    }
    bench.runFor(10 * SimTime.SECOND);

    assertThat(bench.count(Accused.class)).isGreaterThan(1);
    assertThat(bench.count(QuarantineDecided.class)).isEqualTo(1);
    assertThat(bench.store(bench.strangerTo(KEY)).quarantineEpoch()).isEqualTo(1);
  }

  private List<Integer> accused() {
    return bench.events.stream()
        .filter(Accused.class::isInstance)
        .map(event -> ((Accused) event).peer().index())
        .distinct()
        .toList();
  }
}
