package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreEvent.Accused;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a read makes of what only one replica knows of, where one may lie. */
class MaskingTest {

  private static final String KEY = "k1";
  private static final StoreLies OTHER_VALUES = new StoreLies(1, true, false, false);

  private StoreBench bench = bench(Versioning.HLC, 1, StoreSettings.Trees.OFF);
  private int stranger = bench.strangerTo(KEY);
  private List<Integer> replicas = bench.replicasOf(KEY);

  private static StoreBench bench(Versioning versioning, int masking, StoreSettings.Trees trees) {
    StoreSettings.Repair repair =
        new StoreSettings.Repair(
            true,
            0,
            StoreSettings.Hints.DEFAULT,
            trees,
            StoreSettings.Repair.DEFAULT.tombstoneGraceNanos());
    return new StoreBench(
        1,
        5,
        StoreSettings.of(KeyspaceSettings.of("main", versioning))
            .with(repair)
            .with(new StoreSettings.Byzantine(true, masking)));
  }

  private void use(StoreBench other) {
    bench = other;
    stranger = other.strangerTo(KEY);
    replicas = other.replicasOf(KEY);
  }

  /** A write that its coordinator brings to one replica and is not done with. */
  private void putOn(int replica, String value) {
    bench.split(Set.of(replica, stranger));
    ClientResponse response = bench.put(stranger, KEY, value);
    assertThat(response.outcome()).isEqualTo(Outcome.UNKNOWN);
    bench.heal();
  }

  @ParameterizedTest
  @EnumSource(
      value = Versioning.class,
      names = {"LAST_WRITE_WINS", "HLC", "VECTOR_CLOCK"})
  void whatOnlyALiarKnowsOfIsNotRead(Versioning versioning) {
    use(bench(versioning, 1, StoreSettings.Trees.OFF));
    int liar = replicas.get(0);
    bench.put(stranger, KEY, "old");
    putOn(liar, "new");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read = bench.get(stranger, KEY);

    assertThat(read.values()).containsExactly("old");
    assertThat(bench.store(replicas.get(1)).row(KEY).orElseThrow().values()).containsExactly("old");
    assertThat(bench.count(Accused.class)).isZero();
  }

  @Test
  void withoutMaskingItIsReadAndSpread() {
    use(bench(Versioning.HLC, 0, StoreSettings.Trees.OFF));
    int liar = replicas.get(0);
    bench.put(stranger, KEY, "old");
    putOn(liar, "new");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read = bench.get(stranger, KEY);

    assertThat(read.values()).containsExactly("new~db-" + liar);
    assertThat(bench.store(replicas.get(1)).row(KEY).orElseThrow().values())
        .containsExactly("new~db-" + liar);
  }

  @Test
  void aWriteThatEnoughHaveIsReadThoughOneOfThemIsAskedLast() {
    int behind = replicas.get(1);
    bench.put(stranger, KEY, "old");
    bench.isolate(behind);
    bench.put(stranger, KEY, "new");
    bench.heal();

    ClientResponse read = bench.get(stranger, KEY);

    assertThat(read.values()).containsExactly("new");
    assertThat(bench.store(behind).row(KEY).orElseThrow().values()).containsExactly("new");
  }

  @Test
  void aReadFailsRatherThanHideWhatASilentReplicaMayHaveAcknowledged() {
    bench.put(stranger, KEY, "old");
    bench.isolate(replicas.get(1));
    bench.put(stranger, KEY, "new");
    bench.isolate(replicas.get(2));

    ClientResponse read = bench.get(stranger, KEY);

    assertThat(read.outcome()).isNotEqualTo(Outcome.OK);
    assertThat(read.values()).isEmpty();
  }

  @Test
  void aReadOfOneReplicaAsksForAnotherWhoVouchesForIt() {
    int liar = replicas.get(0);
    bench.put(stranger, KEY, "v");
    bench.lie(liar, OTHER_VALUES);

    ClientResponse read = bench.call(stranger, new Operation.Get(KEY, Consistency.ONE), "");

    assertThat(read.values()).containsExactly("v");
  }

  @Test
  void hearsayOfAWriteIsConfirmedWhenItsHintComes() {
    use(bench(Versioning.HLC, 1, StoreSettings.Trees.DEFAULT));
    int second = replicas.get(1);
    bench.put(stranger, KEY, "old");
    putOn(replicas.get(0), "new");
    bench.cut((from, to) -> from == stranger && to == second); // hints come late
    bench.runFor(30 * SimTime.SECOND);
    boolean before = isHearsay(second);

    bench.heal();
    bench.runFor(30 * SimTime.SECOND);

    assertThat(before).isTrue();
    assertThat(isHearsay(second)).isFalse();
    assertThat(bench.get(stranger, KEY).values()).containsExactly("new");
  }

  private boolean isHearsay(int node) {
    Row row = bench.store(node).row(KEY).orElseThrow();
    assertThat(row.values()).containsExactly("new");
    return row.claims().get(0).isHearsay();
  }

  @Test
  void onceTheLiarIsOutTheOthersNeedNobodyToVouchForThem() {
    bench.order(stranger, replicas.get(2), false, true);
    bench.put(stranger, KEY, "old");
    putOn(replicas.get(0), "new");

    ClientResponse read = bench.get(stranger, KEY);

    assertThat(read.values()).containsExactly("new");
  }

  @Test
  void maskingWithoutComparingIsRefused() {
    assertThatThrownBy(() -> new StoreSettings.Byzantine(false, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
