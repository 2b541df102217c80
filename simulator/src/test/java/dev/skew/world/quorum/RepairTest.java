package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreSettings.Hints;
import dev.skew.world.quorum.StoreSettings.Repair;
import dev.skew.world.quorum.StoreSettings.Trees;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {

  private static final String KEY = "k1";
  private static final long GRACE = 864_000 * SimTime.SECOND;

  @Test
  void aMissedWriteIsHandedOverWhenThePeerIsBack() {
    StoreBench bench = bench(new Repair(false, 0, Hints.DEFAULT, Trees.OFF, GRACE));
    int silent = missAWrite(bench);

    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(bench.agree(KEY)).isTrue();
    assertThat(bench.store(silent).row(KEY)).isPresent();
    assertThat(bench.count(StoreEvent.HintStored.class)).isEqualTo(1);
    assertThat(bench.count(StoreEvent.HintReplayed.class)).isEqualTo(1);
    assertThat(bench.store(bench.replicasOf(KEY).get(0)).hintCount()).isZero();
  }

  @Test
  void aReplicaKnownToBeDownGetsItsHintAtOnce() {
    StoreBench bench = bench(new Repair(false, 0, Hints.DEFAULT, Trees.OFF, GRACE));
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.isolate(replicas.get(2));
    bench.runFor(SimTime.MINUTE);

    bench.put(replicas.get(0), KEY, "v");

    assertThat(bench.store(replicas.get(0)).hintCount()).isEqualTo(1);
  }

  @Test
  void hintsForOneKeyBecomeOne() {
    StoreBench bench = bench(new Repair(false, 0, Hints.DEFAULT, Trees.OFF, GRACE));
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.isolate(replicas.get(2));
    bench.runFor(SimTime.MINUTE);

    for (int i = 0; i < 10; i++) {
      bench.put(replicas.get(0), KEY, "v" + i);
    }
    int kept = bench.store(replicas.get(0)).hintCount();
    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(kept).isEqualTo(1);
    assertThat(bench.store(replicas.get(2)).row(KEY).orElseThrow().values()).containsExactly("v9");
  }

  @Test
  void noHintIsKeptForAPeerThatHasBeenGoneTooLong() {
    Hints brief = new Hints(SimTime.MINUTE, 10 * SimTime.SECOND, 128);
    StoreBench bench = bench(new Repair(false, 0, brief, Trees.OFF, GRACE));
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.isolate(replicas.get(2));
    bench.runFor(3 * SimTime.MINUTE);

    bench.put(replicas.get(0), KEY, "v");

    assertThat(bench.store(replicas.get(0)).hintCount()).isZero();
    assertThat(bench.total(Counter.HINTS_DROPPED)).isEqualTo(1);
  }

  @Test
  void manyHintsAreHandedOverInBatches() {
    Hints small = new Hints(SimTime.MINUTE * 60, 10 * SimTime.SECOND, 7);
    StoreBench bench = bench(new Repair(false, 0, small, Trees.OFF, GRACE));
    bench.isolate(2);
    bench.runFor(SimTime.MINUTE);
    for (int i = 0; i < 100; i++) {
      bench.put(0, "key" + i, "v");
    }

    bench.heal();
    bench.runFor(15 * SimTime.SECOND);

    assertThat(bench.store(0).hintCount()).isZero();
    assertThat(bench.store(2).rowCount()).isEqualTo(100);
  }

  @Test
  void hintsOutliveACrashOfTheirKeeper() {
    StoreBench bench = bench(new Repair(false, 0, Hints.DEFAULT, Trees.OFF, GRACE));
    int keeper = bench.replicasOf(KEY).get(0);
    missAWrite(bench);
    bench.put(keeper, "another", "syncs the log");
    bench.runFor(SimTime.SECOND);

    bench.crash(keeper);
    bench.restart(keeper);
    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(bench.agree(KEY)).isTrue();
  }

  @Test
  void aReadMendsTheReplicaItFoundBehindBeforeItAnswers() {
    StoreBench bench = bench(new Repair(true, 0, Hints.OFF, Trees.OFF, GRACE));
    int silent = missAWrite(bench);
    bench.heal();
    bench.runFor(SimTime.MINUTE);

    ClientResponse read =
        bench.call(bench.replicasOf(KEY).get(0), new Operation.Get(KEY, Consistency.ALL), "");

    assertThat(read.values()).containsExactly("v");
    assertThat(bench.store(silent).row(KEY)).isPresent();
    assertThat(bench.total(Counter.READ_REPAIRS_BLOCKING)).isEqualTo(1);
  }

  @Test
  void aReadMendsLateReplicasInTheBackground() {
    StoreBench bench = bench(new Repair(false, 1, Hints.OFF, Trees.OFF, GRACE));
    int silent = missAWrite(bench);
    bench.heal();
    bench.runFor(SimTime.MINUTE);

    bench.get(bench.replicasOf(KEY).get(0), KEY);
    boolean before = bench.store(silent).row(KEY).isPresent();
    bench.runFor(SimTime.SECOND);

    assertThat(before).isFalse();
    assertThat(bench.store(silent).row(KEY)).isPresent();
    assertThat(bench.total(Counter.READ_REPAIRS_BACKGROUND)).isEqualTo(1);
    assertThat(bench.count(StoreEvent.ReadRepaired.class)).isEqualTo(1);
  }

  @Test
  void withoutRepairAReplicaStaysBehind() {
    StoreBench bench = bench(new Repair(false, 0, Hints.OFF, Trees.OFF, GRACE));
    int silent = missAWrite(bench);

    bench.heal();
    bench.get(bench.replicasOf(KEY).get(0), KEY);
    bench.runFor(10 * SimTime.MINUTE);

    assertThat(bench.store(silent).row(KEY)).isEmpty();
  }

  @Test
  void hashTreesFindAndMendWhatDiffers() {
    Trees often = new Trees(32, SimTime.SECOND / 10);
    StoreBench bench = bench(new Repair(false, 0, Hints.OFF, often, GRACE));
    for (int i = 0; i < 50; i++) {
      bench.put(0, "key" + i, "v");
    }
    bench.isolate(2);
    bench.runFor(SimTime.MINUTE);
    for (int i = 0; i < 20; i++) {
      bench.put(0, "key" + i, "w");
    }
    long apart = rollups(bench);

    bench.heal();
    bench.runFor(2 * SimTime.MINUTE);

    assertThat(apart).isEqualTo(2);
    assertThat(rollups(bench)).isEqualTo(1);
    assertThat(bench.store(2).row("key7").orElseThrow().values()).containsExactly("w");
    assertThat(bench.total(Counter.ROWS_MENDED)).isEqualTo(20);
    assertThat(bench.count(StoreEvent.TreeExchanged.class)).isPositive();
  }

  @Test
  void treesThatAgreeExchangeNothingButRoots() {
    Trees often = new Trees(32, SimTime.SECOND / 10);
    StoreBench bench = bench(new Repair(false, 0, Hints.OFF, often, GRACE));
    bench.put(0, KEY, "v");
    bench.runFor(SimTime.SECOND);
    bench.delivered.clear();

    bench.runFor(SimTime.MINUTE);

    assertThat(bench.delivered)
        .hasAtLeastOneElementOfType(StoreMessage.TreeRoot.class)
        .doesNotHaveAnyElementsOfTypes(StoreMessage.TreeLeaves.class, StoreMessage.TreeRows.class);
  }

  @Test
  void otherNodesStandInForReplicasThatAreDown() {
    KeyspaceSettings sloppy =
        KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK).withSloppyQuorum();
    StoreSettings settings =
        StoreSettings.of(sloppy).with(new Repair(false, 0, Hints.DEFAULT, Trees.OFF, GRACE));
    StoreBench bench = new StoreBench(1, 5, settings);
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.cut(
        (from, to) -> replicas.subList(1, 3).contains(from) || replicas.subList(1, 3).contains(to));
    bench.runFor(SimTime.MINUTE);

    ClientResponse written = bench.put(replicas.get(0), KEY, "v");
    ClientResponse read = bench.get(bench.strangerTo(KEY), KEY);
    bench.heal();
    bench.runFor(SimTime.MINUTE);

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(read.values()).containsExactly("v");
    assertThat(bench.agree(KEY)).isTrue();
    assertThat(bench.store(replicas.get(1)).row(KEY)).isPresent();
    for (int node = 0; node < 5; node++) {
      assertThat(bench.store(node).hintCount()).isZero();
    }
  }

  @Test
  void aSloppyQuorumTakesWritesEvenWhenNoReplicaIsUp() {
    KeyspaceSettings sloppy =
        KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK).withSloppyQuorum();
    StoreBench bench = new StoreBench(1, 7, StoreSettings.of(sloppy));
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.cut((from, to) -> replicas.contains(from) != replicas.contains(to));
    bench.runFor(SimTime.MINUTE);

    ClientResponse away = bench.put(bench.strangerTo(KEY), KEY, "away");
    ClientResponse home = bench.put(replicas.get(0), KEY, "home");
    bench.heal();
    bench.runFor(SimTime.MINUTE);

    assertThat(away.outcome()).isEqualTo(Outcome.OK);
    assertThat(home.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.get(0, KEY).values()).containsExactlyInAnyOrder("home", "away");
  }

  /** A write that the third replica does not hear of; returns that replica. */
  private static int missAWrite(StoreBench bench) {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.isolate(replicas.get(2));
    ClientResponse written = bench.put(replicas.get(0), KEY, "v");
    bench.runFor(3 * SimTime.SECOND);
    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    return replicas.get(2);
  }

  private static long rollups(StoreBench bench) {
    return java.util.stream.IntStream.range(0, bench.size())
        .mapToLong(node -> bench.store(node).hashRollup())
        .distinct()
        .count();
  }

  private static StoreBench bench(Repair repair) {
    StoreSettings settings =
        StoreSettings.of(KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS)).with(repair);
    return new StoreBench(1, 3, settings);
  }
}
