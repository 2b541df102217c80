package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.quorum.StoreCounters.Counter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestsTest {

  private static final long MS = SimTime.MILLISECOND;
  private static final String KEY = "k1";

  private final StoreSettings settings =
      StoreSettings.of(KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS));
  private final StoreBench bench = new StoreBench(1, 5, settings);

  @Test
  void aReadFindsWhatWasWritten() {
    for (int node = 0; node < 5; node++) {
      ClientResponse written = bench.put(node, "k" + node, "v" + node);
      ClientResponse read = bench.get((node + 3) % 5, "k" + node);

      assertThat(written.outcome()).isEqualTo(Outcome.OK);
      assertThat(read.values()).containsExactly("v" + node);
    }
  }

  @Test
  void anAbsentKeyHasNoValues() {
    ClientResponse read = bench.get(0, "nothing");

    assertThat(read.outcome()).isEqualTo(Outcome.OK);
    assertThat(read.values()).isEmpty();
  }

  @Test
  void aWriteReachesAllItsReplicasAndNoOther() {
    bench.put(bench.strangerTo(KEY), KEY, "v");
    bench.runFor(SimTime.SECOND);

    for (int node = 0; node < 5; node++) {
      assertThat(bench.store(node).row(KEY).isPresent())
          .isEqualTo(bench.replicasOf(KEY).contains(node));
    }
  }

  @Test
  void aWriteIsAnsweredAsSoonAsWReplicasHaveIt() {
    int silent = bench.replicasOf(KEY).get(2);
    bench.isolate(silent);

    ClientResponse written = bench.put(bench.replicasOf(KEY).get(0), KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.now()).isLessThan(10 * MS);
    assertThat(bench.store(silent).row(KEY)).isEmpty();
  }

  @Test
  void nothingIsKnownOfAWriteThatTooFewAcknowledgedInTime() {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.split(Set.of(replicas.get(0)));

    ClientResponse written = bench.put(replicas.get(0), KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(written.error()).isEqualTo("write timed out with 1 acknowledgements");
    assertThat(bench.now()).isBetween(2 * SimTime.SECOND, 2 * SimTime.SECOND + MS);
    assertThat(bench.store(replicas.get(0)).row(KEY)).isPresent();
  }

  @Test
  void aWriteIsRefusedWhenTooFewReplicasSeemUp() {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.split(Set.of(replicas.get(0)));
    bench.runFor(SimTime.MINUTE);

    ClientResponse written = bench.put(replicas.get(0), KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(written.error()).isEqualTo("unavailable: 2 replicas must take the write, 1 are up");
    bench.heal();
    bench.runFor(SimTime.MINUTE);
    assertThat(bench.get(replicas.get(1), KEY).values()).isEmpty();
  }

  @Test
  void aReadIsRefusedWhenTooFewReplicasSeemUpUnlessOneIsEnough() {
    int node = bench.replicasOf(KEY).get(0);
    bench.put(node, KEY, "v");
    bench.isolate(node);
    bench.runFor(SimTime.MINUTE);

    ClientResponse quorum = bench.get(node, KEY);
    ClientResponse one = bench.call(node, new Operation.Get(KEY, Consistency.ONE), "");

    assertThat(quorum.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(one.values()).containsExactly("v");
  }

  @Test
  void aReadOfAllNeedsAll() {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.put(replicas.get(0), KEY, "v");
    bench.isolate(replicas.get(2));

    ClientResponse read = bench.call(replicas.get(0), new Operation.Get(KEY, Consistency.ALL), "");

    assertThat(read.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(read.error()).isEqualTo("read timed out with 2 of 3 answers");
  }

  @Test
  void aReadAsksAnotherReplicaWhenOneIsSlow() {
    List<Integer> replicas = bench.replicasOf(KEY);
    bench.put(replicas.get(0), KEY, "v");
    bench.runFor(SimTime.SECOND);
    bench.isolate(replicas.get(1));
    long before = bench.now();

    ClientResponse read = bench.get(replicas.get(0), KEY);

    assertThat(read.values()).containsExactly("v");
    assertThat(bench.now() - before).isBetween(52 * MS, 53 * MS);
    assertThat(bench.store(replicas.get(0)).counters().get(Counter.SPECULATIVE_RETRIES))
        .isEqualTo(1);
  }

  @Test
  void aDeletionHidesTheValue() {
    bench.put(0, KEY, "v");

    bench.call(1, new Operation.Delete(KEY), "");

    assertThat(bench.get(2, KEY).values()).isEmpty();
  }

  @Test
  void aDeletionIsForgottenAfterItsGrace() {
    StoreSettings.Repair repair = StoreSettings.Repair.DEFAULT;
    StoreSettings.Repair hasty =
        new StoreSettings.Repair(true, 0, repair.hints(), repair.trees(), SimTime.MINUTE);
    StoreBench forgetful = new StoreBench(1, 3, settings.with(hasty));
    forgetful.put(0, KEY, "v");
    forgetful.call(1, new Operation.Delete(KEY), "");

    forgetful.runFor(30 * SimTime.SECOND);
    int remembered = forgetful.store(0).rowCount();
    forgetful.runFor(5 * SimTime.MINUTE);

    assertThat(remembered).isEqualTo(1);
    for (int node = 0; node < 3; node++) {
      assertThat(forgetful.store(node).rowCount()).isZero();
      assertThat(forgetful.store(node).hashRollup()).isZero();
    }
  }

  @Test
  void whatNeedsConsensusIsRefused() {
    ClientResponse compared = bench.call(0, new Operation.CompareAndSet(KEY, null, "v"), "");
    ClientResponse transaction =
        bench.call(0, new Operation.Transaction(List.of(new Operation.Put(KEY, "v"))), "");

    assertThat(compared.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(transaction.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(transaction.error()).contains("without consensus");
  }

  @Test
  void aContextThatTheStoreNeverGaveOutIsRefused() {
    for (String context : List.of("x", "3:ab", "h1", "h1.x;", "2:k11:2", "99:k;", "-1:k;")) {
      ClientResponse written = bench.call(0, new Operation.Put(KEY, "v"), context);

      assertThat(written.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(written.error()).contains(context);
    }
  }

  @Test
  void moreCopiesThanNodesAreNeverAvailable() {
    StoreBench small = new StoreBench(1, 1, settings);

    ClientResponse written = small.put(0, KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(written.error()).contains("2 replicas must take the write, 1 are up");
  }
}
