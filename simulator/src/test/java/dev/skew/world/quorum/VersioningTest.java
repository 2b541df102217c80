package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersioningTest {

  private static final String KEY = "k1";

  @Test
  void concurrentWritesStayAsSiblingsUntilAClientWhoSawBothWrites() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);
    bench.put(0, KEY, "a");
    bench.put(1, KEY, "b");

    ClientResponse read = bench.get(2, KEY);
    bench.call(2, new Operation.Put(KEY, "ab"), read.context());

    assertThat(read.values()).containsExactlyInAnyOrder("a", "b");
    assertThat(bench.get(0, KEY).values()).containsExactly("ab");
    bench.runFor(SimTime.SECOND);
    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isEqualTo(1);
    assertThat(bench.total(Counter.CONFLICTS_MERGED_BY_WRITER)).isEqualTo(1);
  }

  @Test
  void aSessionThatCarriesItsContextOverwritesItsOwnValues() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);

    String context = "";
    for (int i = 0; i < 20; i++) {
      context = bench.call(i % 5, new Operation.Put(KEY, "v" + i), context).context();
    }

    assertThat(bench.get(0, KEY).values()).containsExactly("v19");
    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isZero();
  }

  @Test
  void theContextOfOneKeySaysNothingAboutAnother() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);
    bench.put(0, "k2", "other");
    String context = "";
    for (int i = 0; i < 10; i++) {
      context = bench.call(0, new Operation.Put(KEY, "v" + i), context).context();
    }

    bench.call(0, new Operation.Put("k2", "mine"), context);

    assertThat(bench.get(0, "k2").values()).containsExactlyInAnyOrder("other", "mine");
  }

  @Test
  void aSessionRemembersTheContextsOfItsLastKeys() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);
    String context = "";
    for (String key : new String[] {"a", "b;", "3:c", "d"}) {
      context = bench.call(0, new Operation.Put(key, "first"), context).context();
    }

    bench.call(1, new Operation.Put("a", "second"), context);
    bench.call(1, new Operation.Put("b;", "second"), context);
    bench.call(1, new Operation.Put("3:c", "second"), context);

    assertThat(bench.get(2, "a").values()).containsExactly("second");
    assertThat(bench.get(2, "b;").values()).containsExactly("second");
    assertThat(bench.get(2, "3:c").values()).containsExactly("second");
  }

  @Test
  void anOpenConflictNamesItsVersionsAndWriters() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);
    int first = bench.replicasOf(KEY).get(0);
    int second = bench.replicasOf(KEY).get(1);
    bench.put(first, KEY, "a");
    bench.put(second, KEY, "b");
    bench.runFor(SimTime.SECOND);

    assertThat(bench.store(second).openConflicts()).isEmpty();
    OpenConflict conflict = bench.store(first).openConflicts().get(0);

    assertThat(conflict.entity()).isEqualTo(KEY);
    assertThat(conflict.versions()).containsExactlyInAnyOrder("a", "b");
    assertThat(conflict.writers()).containsExactlyInAnyOrder(first, second);
    assertThat(conflict.valueHashes()).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void siblingsOfTheSameValueAreNoConflict() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);

    bench.put(0, KEY, "same");
    bench.put(1, KEY, "same");
    bench.runFor(SimTime.SECOND);

    assertThat(bench.get(2, KEY).values()).containsExactly("same");
    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isZero();
  }

  @Test
  void blindWritesAreRefusedWhenThereAreTooManySiblings() {
    StoreSettings settings = StoreSettings.of(KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK));
    StoreSettings.Requests requests = settings.requests();
    StoreBench bench =
        new StoreBench(
            1,
            3,
            settings.with(
                new StoreSettings.Requests(
                    requests.writeTimeoutNanos(), requests.readTimeoutNanos(), 0, 3)));
    for (int i = 0; i < 3; i++) {
      bench.put(0, KEY, "v" + i);
    }

    ClientResponse refused = bench.put(0, KEY, "v3");
    String context = bench.get(0, KEY).context();
    ClientResponse informed = bench.call(0, new Operation.Put(KEY, "v4"), context);

    assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(refused.error()).isEqualTo("3 siblings: read the key and write with its context");
    assertThat(informed.outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void aDeletionDoesNotTakeAWriteAlongThatItDidNotSee() {
    StoreBench bench = bench(Versioning.VECTOR_CLOCK);
    bench.put(0, KEY, "seen");
    String context = bench.get(0, KEY).context();
    bench.put(1, KEY, "unseen");

    bench.call(2, new Operation.Delete(KEY), context);

    assertThat(bench.get(0, KEY).values()).containsExactly("unseen");
  }

  @Test
  void skewLosesWritesWhenTheLastOneWins() {
    StoreBench bench = bench(Versioning.LAST_WRITE_WINS);
    bench.clock(0).step(0, 300 * SimTime.SECOND);
    bench.put(0, KEY, "from the future");
    bench.runFor(SimTime.MINUTE);

    ClientResponse written = bench.put(1, KEY, "lost");
    bench.runFor(SimTime.SECOND);

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.get(2, KEY).values()).containsExactly("from the future");
    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isEqualTo(1);
    assertThat(bench.total(Counter.CONFLICTS_MERGED_BY_POLICY)).isEqualTo(1);
    assertThat(bench.count(StoreEvent.ConflictMerged.class)).isEqualTo(1);
  }

  @Test
  void aCoordinatorWhoseClockGoesBackStillOrdersItsOwnWrites() {
    StoreBench bench = bench(Versioning.LAST_WRITE_WINS);
    bench.put(0, KEY, "before");

    bench.clock(0).step(bench.now(), -300 * SimTime.SECOND);
    bench.put(0, KEY, "after");

    assertThat(bench.get(1, KEY).values()).containsExactly("after");
  }

  @Test
  void hybridTimeKeepsASessionsWritesInOrderDespiteSkew() {
    StoreBench bench = bench(Versioning.HLC);
    bench.clock(0).step(0, 400 * SimTime.MILLISECOND);

    String context = bench.put(0, KEY, "first").context();
    bench.call(bench.strangerTo(KEY), new Operation.Put(KEY, "second"), context);

    assertThat(bench.get(2, KEY).values()).containsExactly("second");
    assertThat(context).startsWith("h");
  }

  @Test
  void hybridTimestampsFromAMadClockAreNotBelieved() {
    StoreBench bench = bench(Versioning.HLC);
    bench.clock(0).step(0, 300 * SimTime.SECOND);

    bench.put(0, KEY, "mad");
    bench.runFor(SimTime.SECOND);

    assertThat(bench.total(Counter.TIMESTAMPS_REFUSED)).isPositive();
    assertThat(bench.store(1).hybridTime().wallNanos())
        .isLessThanOrEqualTo(bench.clock(1).wallNanos(bench.now()));
  }

  @Test
  void commitWaitKeepsTheOrderWhileClocksAreWithinTheirBound() {
    StoreSettings.Stamps stamps =
        new StoreSettings.Stamps(0, SimTime.SECOND, 10 * SimTime.MILLISECOND, 0);
    StoreBench bench =
        new StoreBench(
            1,
            5,
            StoreSettings.of(
                    KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS).withCommitWait())
                .with(stamps));
    bench.clock(0).step(0, 9 * SimTime.MILLISECOND);
    bench.clock(1).step(0, -9 * SimTime.MILLISECOND);

    bench.put(0, KEY, "first");
    long took = bench.now();
    bench.put(1, KEY, "second");

    assertThat(took).isBetween(20 * SimTime.MILLISECOND, 24 * SimTime.MILLISECOND);
    assertThat(bench.get(2, KEY).values()).containsExactly("second");
    assertThat(bench.total(Counter.COMMIT_WAITS)).isEqualTo(2);
    assertThat(bench.total(Counter.COMMIT_WAIT_NANOS))
        .isBetween(40 * SimTime.MILLISECOND, 41 * SimTime.MILLISECOND);
    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isZero();
  }

  @Test
  void aClockThatBreaksItsBoundIsCaughtByItsVictims() {
    StoreBench bench =
        new StoreBench(
            1,
            5,
            StoreSettings.of(
                KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS).withCommitWait()));
    int mad = bench.strangerTo(KEY);
    bench.clock(mad).step(0, 300 * SimTime.SECOND);

    bench.put(mad, KEY, "from the future");
    bench.put((mad + 1) % 5, KEY, "lost");
    bench.runFor(SimTime.SECOND);

    assertThat(bench.total(Counter.CONFLICTS_DETECTED)).isEqualTo(1);
  }

  @Test
  void oneNodesTimestampsOrderAllWritesWhateverTheOtherClocksSay() {
    StoreBench bench = bench(Versioning.DB_TIMESTAMP);
    bench.clock(3).step(0, 300 * SimTime.SECOND);

    bench.put(3, KEY, "first");
    bench.put(4, KEY, "second");

    assertThat(bench.get(2, KEY).values()).containsExactly("second");
  }

  @Test
  void withoutTheAuthorityNothingIsWritten() {
    StoreBench bench = bench(Versioning.DB_TIMESTAMP);
    bench.isolate(0);

    ClientResponse early = bench.put(3, KEY, "v");
    bench.runFor(SimTime.MINUTE);
    ClientResponse late = bench.put(3, KEY, "v");

    assertThat(early.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(early.error()).isEqualTo("write timed out: db-0 gave no timestamp");
    assertThat(late.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(late.error()).isEqualTo("unavailable: db-0, which gives timestamps, is down");
    ClientResponse read = bench.call(3, new Operation.Get(KEY, Consistency.QUORUM), "");
    assertThat(read.values()).isEmpty();
  }

  @Test
  void whenTheAuthoritysClockGoesBackItsRestartLosesWrites() {
    StoreBench bench = bench(Versioning.DB_TIMESTAMP);
    bench.put(3, KEY, "before");

    bench.clock(0).step(bench.now(), -3_600 * SimTime.SECOND);
    bench.crash(0);
    bench.restart(0);
    bench.put(3, KEY, "lost");

    assertThat(bench.get(2, KEY).values()).containsExactly("before");
  }

  @Test
  void countersAddUpOverAPartition() {
    StoreBench bench = sloppy(Versioning.CRDT);
    bench.put(0, KEY, "+5");

    bench.split(Set.of(0, 1));
    bench.runFor(SimTime.MINUTE);
    for (int node = 0; node < 5; node++) {
      bench.put(node, KEY, node % 2 == 0 ? "+10" : "-1");
    }
    bench.heal();
    bench.runFor(2 * SimTime.MINUTE);

    assertThat(bench.call(4, new Operation.Get(KEY, Consistency.ALL), "").values())
        .containsExactly("33");
  }

  @Test
  void anElementAddedWhileItIsRemovedElsewhereStays() {
    StoreBench bench = bench(Versioning.CRDT);
    int one = bench.replicasOf(KEY).get(0);
    int other = bench.replicasOf(KEY).get(1);
    bench.put(one, KEY, "add milk");
    bench.put(one, KEY, "add bread");
    bench.runFor(SimTime.SECOND);

    bench.ask(one, new Operation.Put(KEY, "remove milk"), "");
    bench.ask(other, new Operation.Put(KEY, "add milk"), "");
    bench.put(one, KEY, "remove bread");
    bench.runFor(SimTime.SECOND);

    assertThat(bench.get(2, KEY).values()).containsExactly("milk");
    assertThat(bench.total(Counter.CONFLICTS_MERGED_BY_POLICY))
        .isEqualTo(bench.total(Counter.CONFLICTS_DETECTED));
  }

  @Test
  void aCounterCannotBeDeletedButASetCan() {
    StoreBench bench = bench(Versioning.CRDT);
    bench.put(0, KEY, "+5");
    bench.put(0, "k2", "x");

    ClientResponse counter = bench.call(0, new Operation.Delete(KEY), "");
    ClientResponse set = bench.call(0, new Operation.Delete("k2"), "");

    assertThat(counter.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(set.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.get(1, "k2").values()).isEmpty();
  }

  private static StoreBench bench(Versioning versioning) {
    return new StoreBench(1, 5, StoreSettings.of(KeyspaceSettings.of("main", versioning)));
  }

  private static StoreBench sloppy(Versioning versioning) {
    KeyspaceSettings keyspace =
        KeyspaceSettings.of("main", versioning)
            .with(new KeyspaceSettings.Replication(3, 1, 1))
            .withSloppyQuorum();
    return new StoreBench(1, 5, StoreSettings.of(keyspace));
  }
}
