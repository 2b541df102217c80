package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys and revisions by etcd 3.4's {@code mvcc} and its API guarantees. */
class KvStoreTest {

  private final KvStore store = new KvStore();

  @Test
  void anEmptyStoreIsAtRevisionOne() {
    assertThat(store.revision()).isEqualTo(1);
    assertThat(read("k")).isEmpty();
  }

  @Test
  void aPutRaisesTheRevisionAndTheKeysVersion() {
    put("k", "a");
    KvStore.Applied second = put("k", "b");

    assertThat(second.revision()).isEqualTo(3);
    assertThat(store.keys().get("k")).isEqualTo(new KvStore.KeyValue("b", 2, 3, 2, 0));
  }

  @Test
  void aReadChangesNothing() {
    put("k", "a");

    KvStore.Applied read = store.apply(new Operation.Get("k", Consistency.LINEARIZABLE), 0);

    assertThat(read.values()).containsExactly("a");
    assertThat(read.revision()).isEqualTo(2);
  }

  @Test
  void aDeleteRaisesTheRevisionOnlyWhenThereWasSomething() {
    put("k", "a");

    KvStore.Applied first = store.apply(new Operation.Delete("k"), 0);
    KvStore.Applied second = store.apply(new Operation.Delete("k"), 0);

    assertThat(List.of(first.revision(), second.revision())).containsExactly(3L, 3L);
    assertThat(read("k")).isEmpty();
  }

  @Test
  void aKeyThatComesBackBeginsAnew() {
    put("k", "a");
    store.apply(new Operation.Delete("k"), 0);

    put("k", "b");

    assertThat(store.keys().get("k")).isEqualTo(new KvStore.KeyValue("b", 4, 4, 1, 0));
  }

  @Test
  void aComparisonThatHoldsWrites() {
    KvStore.Applied created = compareAndSet(null, "a");
    KvStore.Applied changed = compareAndSet("a", "b");

    assertThat(List.of(created.outcome(), changed.outcome())).containsOnly(Outcome.OK);
    assertThat(read("k")).containsExactly("b");
  }

  @Test
  void aComparisonThatDoesNotHoldTellsWhatIsThereAndWritesNothing() {
    put("k", "a");

    KvStore.Applied other = compareAndSet("b", "c");
    KvStore.Applied present = compareAndSet(null, "c");

    assertThat(List.of(other, present))
        .allSatisfy(
            refused -> {
              assertThat(refused.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(refused.values()).containsExactly("a");
              assertThat(refused.revision()).isEqualTo(2);
            });
    assertThat(read("k")).containsExactly("a");
  }

  @Test
  void aTransactionIsOneRevision() {
    KvStore.Applied applied =
        store.apply(
            new Operation.Transaction(
                List.of(new Operation.Put("x", "1"), new Operation.Put("y", "2"))),
            0);

    assertThat(applied.revision()).isEqualTo(2);
    assertThat(store.keys().get("x")).isEqualTo(new KvStore.KeyValue("1", 2, 2, 1, 0));
    assertThat(store.keys().get("y")).isEqualTo(new KvStore.KeyValue("2", 2, 2, 1, 0));
  }

  @Test
  void aTransactionThatChangesNothingMakesNoRevision() {
    KvStore.Applied applied = store.apply(new Operation.Transaction(List.of()), 0);

    assertThat(applied.revision()).isEqualTo(1);
  }

  @Test
  void theKeysOfALeaseGoInOneRevision() {
    store.apply(new Operation.Put("x", "1"), 7);
    store.apply(new Operation.Put("y", "1"), 7);
    put("z", "1");

    store.revoke(7);

    assertThat(store.keys().keySet()).containsExactly("z");
    assertThat(store.revision()).isEqualTo(5);
  }

  @Test
  void aPutWithoutLeaseDetachesTheKey() {
    store.apply(new Operation.Put("x", "1"), 7);
    put("x", "2");

    store.revoke(7);

    assertThat(read("x")).containsExactly("2");
  }

  @Test
  void aLeaseWithoutKeysEndsWithoutARevision() {
    store.revoke(7);

    assertThat(store.revision()).isEqualTo(1);
  }

  @Test
  void aCopyDoesNotFollow() {
    put("k", "a");
    KvStore copy = store.copy();

    put("k", "b");

    assertThat(copy.read("k").values()).containsExactly("a");
    assertThat(copy.revision()).isEqualTo(2);
  }

  private KvStore.Applied put(String key, String value) {
    return store.apply(new Operation.Put(key, value), 0);
  }

  private KvStore.Applied compareAndSet(@Nullable String expected, String value) {
    return store.apply(new Operation.CompareAndSet("k", expected, value), 0);
  }

  private List<String> read(String key) {
    return store.read(key).values();
  }
}
