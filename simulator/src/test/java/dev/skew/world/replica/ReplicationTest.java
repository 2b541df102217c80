package dev.skew.world.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.replica.ReplicaStatus.IoState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A primary, its log, and replicas that execute it (MySQL 8.0 manual, chapter 17). */
class ReplicationTest {

  private static final Duration MOMENT = Duration.ofMillis(20);

  private final ReplicationBench bench = new ReplicationBench(3);

  @Test
  void aReplicaExecutesWhatThePrimaryHasCommitted() {
    bench.put(0, "k", "one");
    bench.put(0, "k", "two");
    bench.ask(0, new Operation.Delete("gone"), "");
    bench.run(MOMENT);

    assertThat(bench.get(1, "k").values()).containsExactly("two");
    assertThat(bench.node(1).executed()).hasToString("mysql-0:1-2");
    assertThat(bench.node(2).rows()).isEqualTo(bench.node(0).rows());
  }

  /** Asynchronous: no replica is waited for. */
  @Test
  void aWriteIsAcknowledgedThoughNoReplicaCanHear() {
    bench.cut(1);
    bench.cut(2);

    ClientResponse answer = bench.put(0, "k", "v");

    assertThat(answer.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.get(1, "k").values()).isEmpty();
  }

  /** {@code sync_binlog = 1}: the dump thread sends what is synced. */
  @Test
  void whatIsNotSyncedIsNeitherAcknowledgedNorSentNorThereAfterACrash() {
    bench.freezeDisk(0);

    long request = bench.ask(0, new Operation.Put("k", "v"), "");
    bench.run(MOMENT);
    boolean answered = bench.isAnswered(request);
    bench.crash(0);
    bench.run(Duration.ofSeconds(5));

    assertThat(answered).isFalse();
    assertThat(bench.node(0).executed()).isEqualTo(GtidSet.EMPTY);
    assertThat(bench.node(1).rows()).isEmpty();
  }

  @Test
  void aReplicaTakesNoWrites() {
    ClientResponse answer = bench.put(1, "k", "v");

    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answer.error()).contains("1290").contains("--super-read-only");
  }

  @Test
  void aReplicaThatCrashedFetchesAnewWhatItHadOnlyReceived() {
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.SQL));
    bench.put(0, "k", "v");
    bench.run(MOMENT);
    GtidSet retrieved = bench.status(1).retrieved();

    bench.crash(1);
    bench.run(MOMENT);

    assertThat(retrieved).hasToString("mysql-0:1-1");
    assertThat(bench.get(1, "k").values()).containsExactly("v");
  }

  @Test
  void aReceiverThatWasStoppedGoesOnWhereItWas() {
    bench.put(0, "k", "one");
    bench.run(MOMENT);
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.IO));
    bench.put(0, "k", "two");
    bench.run(MOMENT);
    ClientResponse meanwhile = bench.get(1, "k");

    bench.order(1, new ReplicaOrder.Start(ReplicaThread.IO));
    bench.run(MOMENT);

    assertThat(meanwhile.values()).containsExactly("one");
    assertThat(bench.get(1, "k").values()).containsExactly("two");
  }

  /** {@code replica_net_timeout}: without a sign of life for so long, dial again. */
  @Test
  void aReceiverDialsAgainWhenItsSourceHasBeenSilentForTooLong() {
    bench.cut(1);
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(9));
    IoState early = bench.status(1).ioRunning();
    bench.run(Duration.ofSeconds(6));
    IoState late = bench.status(1).ioRunning();
    bench.mend();
    bench.run(Duration.ofSeconds(3));

    assertThat(early).isEqualTo(IoState.YES);
    assertThat(late).isEqualTo(IoState.CONNECTING);
    assertThat(bench.get(1, "k").values()).containsExactly("v");
    assertThat(bench.events(ReplicaEvent.SourceLost.class)).hasSize(1);
  }

  @Test
  void aHeartbeatKeepsAnIdleConnection() {
    bench.run(Duration.ofMinutes(2));

    assertThat(bench.status(1).ioRunning()).isEqualTo(IoState.YES);
    assertThat(bench.events(ReplicaEvent.SourceLost.class)).isEmpty();
  }

  @Test
  void aPieceThatGotLostIsFetchedAgain() {
    bench.cut(1);
    bench.put(0, "a", "lost on the way");
    bench.mend();
    bench.put(0, "b", "v");
    bench.run(MOMENT);

    assertThat(bench.node(1).rows()).isEqualTo(bench.node(0).rows());
  }

  /** {@code SOURCE_DELAY} (manual 17.4.11). */
  @Test
  void aDelayedReplicaExecutesNothingBeforeItIsSoOld() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(10).toNanos()));
    bench.put(0, "k", "v");

    bench.run(Duration.ofMillis(9_900));
    int before = bench.get(1, "k").values().size();
    bench.run(Duration.ofMillis(200));

    assertThat(before).isZero();
    assertThat(bench.get(1, "k").values()).containsExactly("v");
  }

  @Test
  void aDelayThatIsTakenBackLetsGoAtOnce() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofHours(1).toNanos()));
    bench.put(0, "k", "v");
    bench.run(MOMENT);

    bench.order(1, new ReplicaOrder.Delay(0));
    bench.run(MOMENT);

    assertThat(bench.get(1, "k").values()).containsExactly("v");
  }

  /** {@code WAIT_FOR_EXECUTED_GTID_SET} (manual 12.19.1). */
  @Test
  void aReadThatSaysWhatItsSessionHasSeenWaitsForIt() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(1).toNanos()));
    String position = bench.put(0, "k", "v").context();

    long read = bench.ask(1, new Operation.Get("k", Consistency.ONE), position);
    bench.run(Duration.ofMillis(900));
    boolean early = bench.isAnswered(read);
    bench.run(Duration.ofMillis(200));

    assertThat(early).isFalse();
    assertThat(bench.answer(read).values()).containsExactly("v");
  }

  @Test
  void aReadThatItsClientGaveUpIsNotAnswered() {
    String position = "mysql-0:1-5";
    long read = bench.ask(1, new Operation.Get("k", Consistency.ONE), position);

    bench.cancel(1, read);
    for (int i = 0; i < 6; i++) {
      bench.put(0, "k" + i, "v");
    }
    bench.run(MOMENT);

    assertThat(bench.isAnswered(read)).isFalse();
  }
}
