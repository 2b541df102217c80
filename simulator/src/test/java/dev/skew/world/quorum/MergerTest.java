package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.Operation;
import dev.skew.world.quorum.KeyspaceSettings.Merging;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreEvent.ConflictMerged;
import dev.skew.world.quorum.StoreEvent.ConflictQueued;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Versions that no client merges: what a policy, and then an operator, makes of them. */
class MergerTest {

  private static final String KEY = "k1";

  @Test
  void aPolicyMergesWithinSecondsAndEveryReplicaHasTheOneValue() {
    StoreBench bench = bench(MergePolicy.UNION, 16);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");

    bench.runFor(3 * SimTime.SECOND);

    assertThat(bench.get(2, KEY).values()).containsExactly("a|b");
    assertThat(bench.agree(KEY)).isTrue();
    assertThat(merges(bench)).containsExactly(ConflictMerged.By.POLICY);
    assertThat(bench.total(Counter.CONFLICTS_MERGED_BY_POLICY)).isEqualTo(1);
  }

  @Test
  void whatBothSidesOfAPartitionMergedIsMergedOnceMoreWhenItHeals() {
    StoreBench bench = sloppyBench();
    bench.split(Set.of(0, 1));
    bench.runFor(30 * SimTime.SECOND); // until each side holds the other for down
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");
    bench.put(3, KEY, "c");
    bench.put(4, KEY, "d");
    bench.runFor(5 * SimTime.SECOND);

    bench.heal();
    bench.runFor(60 * SimTime.SECOND);

    assertThat(bench.get(2, KEY).values()).containsExactly("a|b|c|d");
    assertThat(bench.agree(KEY)).isTrue();
  }

  @Test
  void whatThePolicyCannotDecideIsQueuedOnceUnderANameOfItsOwn() {
    StoreBench bench = bench(MergePolicy.UNION, 2);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");
    bench.put(2, KEY, "c");

    bench.runFor(10 * SimTime.SECOND);

    List<ConflictQueued> queued = events(bench, ConflictQueued.class).toList();
    assertThat(queued).hasSize(1);
    assertThat(queued.get(0).ticket()).matches("[0-9a-f]{8}");
    assertThat(open(bench).get(0).isManual()).isTrue();
    assertThat(bench.get(0, KEY).values()).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void anOperatorMergesWhatNoPolicyDoes() {
    StoreBench bench = bench(MergePolicy.UNION, 2);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");
    bench.put(2, KEY, "c");
    bench.runFor(3 * SimTime.SECOND);

    order(bench, new StoreOrder.Merge("", "", StoreOrder.Keep.by(MergePolicy.UNION)));

    assertThat(bench.get(0, KEY).values()).containsExactly("a|b|c");
    assertThat(merges(bench)).containsExactly(ConflictMerged.By.OPERATOR);
    assertThat(open(bench)).isEmpty();
  }

  @Test
  void anOperatorKeepsTheVersionOfOneNode() {
    StoreBench bench = bench(MergePolicy.MANUAL, 16);
    int first = bench.replicasOf(KEY).get(0);
    int second = bench.replicasOf(KEY).get(1);
    bench.put(first, KEY, "a");
    bench.put(second, KEY, "b");

    order(bench, new StoreOrder.Merge("", KEY, StoreOrder.Keep.versionOf(second)));

    assertThat(bench.get(0, KEY).values()).containsExactly("b");
  }

  @Test
  void whatIsMeantByNoVersionIsRefusedAndStays() {
    StoreBench bench = bench(MergePolicy.MANUAL, 16);
    bench.put(bench.replicasOf(KEY).get(0), KEY, "a");
    bench.put(bench.replicasOf(KEY).get(1), KEY, "b");

    order(bench, new StoreOrder.Merge("", KEY, StoreOrder.Keep.versionOf(bench.strangerTo(KEY))));

    assertThat(events(bench, StoreEvent.MergeRefused.class).map(StoreEvent.MergeRefused::reason))
        .containsExactly("no single version is meant by writer " + bench.strangerTo(KEY));
    assertThat(open(bench)).hasSize(1);
  }

  @Test
  void aMergeThatCouldNotReachAQuorumIsRefused() {
    StoreBench bench = bench(MergePolicy.MANUAL, 16);
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.put(replicas.get(0), KEY, "a");
    bench.put(replicas.get(1), KEY, "b");
    bench.runFor(SimTime.SECOND);
    bench.isolate(replicas.get(0));
    bench.runFor(60 * SimTime.SECOND);

    order(bench, new StoreOrder.Merge("", KEY, StoreOrder.Keep.by(MergePolicy.UNION)));

    assertThat(events(bench, StoreEvent.MergeRefused.class))
        .contains(
            new StoreEvent.MergeRefused(
                bench.ring.at(replicas.get(0)), KEY, "unavailable: too few replicas are up"));
  }

  @Test
  void anOrderForAnotherKeyspaceOrKeyChangesNothing() {
    StoreBench bench = bench(MergePolicy.MANUAL, 16);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");

    order(bench, new StoreOrder.Merge("other", "", StoreOrder.Keep.by(MergePolicy.UNION)));
    order(bench, new StoreOrder.Merge("", "k2", StoreOrder.Keep.by(MergePolicy.UNION)));

    assertThat(open(bench)).hasSize(1);
  }

  @Test
  void aClientThatHasSeenTheMergedValueOverwritesIt() {
    StoreBench bench = bench(MergePolicy.UNION, 16);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");
    bench.runFor(3 * SimTime.SECOND);

    String seen = bench.get(2, KEY).context();
    bench.call(2, new Operation.Put(KEY, "c"), seen);

    assertThat(bench.get(0, KEY).values()).containsExactly("c");
  }

  private static Stream<OpenConflict> openOf(StoreBench bench, int node) {
    return bench.store(node).openConflicts().stream();
  }

  private static List<OpenConflict> open(StoreBench bench) {
    return Stream.iterate(0, node -> node < bench.size(), node -> node + 1)
        .flatMap(node -> openOf(bench, node))
        .toList();
  }

  private static <E extends StoreEvent> Stream<E> events(StoreBench bench, Class<E> type) {
    return bench.events.stream().filter(type::isInstance).map(type::cast);
  }

  private static List<ConflictMerged.By> merges(StoreBench bench) {
    return events(bench, ConflictMerged.class).map(ConflictMerged::by).toList();
  }

  private static void order(StoreBench bench, StoreOrder order) {
    for (int node = 0; node < bench.size(); node++) {
      bench.order(node, order);
    }
    bench.runFor(SimTime.SECOND);
  }

  private static StoreBench bench(MergePolicy policy, int limit) {
    return new StoreBench(
        1,
        5,
        StoreSettings.of(
            KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK).with(new Merging(policy, limit))));
  }

  private static StoreBench sloppyBench() {
    return new StoreBench(
        1,
        5,
        StoreSettings.of(
            KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK)
                .with(new Merging(MergePolicy.UNION, 16))
                .withSloppyQuorum()));
  }
}
