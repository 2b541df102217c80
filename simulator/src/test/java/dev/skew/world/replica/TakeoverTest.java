package dev.skew.world.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a replica becomes the primary, with its consent and without, and what comes of it. */
class TakeoverTest {

  private static final Duration MOMENT = Duration.ofMillis(50);

  private final ReplicationBench bench = new ReplicationBench(3);

  @Test
  void aSwitchoverWaitsForEverythingThatThePrimaryHas() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(2).toNanos()));
    bench.put(0, "k", "v");

    bench.order(1, new ReplicaOrder.Promote(false));
    bench.run(Duration.ofSeconds(1));
    boolean early = bench.node(1).source().isEmpty();
    bench.run(Duration.ofSeconds(2));

    assertThat(early).isFalse();
    assertThat(bench.node(1).source()).isEmpty();
    assertThat(bench.node(1).rows()).containsEntry("k", "v");
    assertThat(bench.put(1, "k", "w").outcome()).isEqualTo(Outcome.OK);
  }

  @Test
  void afterASwitchoverAllOthersFollowAndOneServerTakesWrites() {
    bench.put(0, "k", "v");

    bench.order(1, new ReplicaOrder.Promote(false));
    bench.run(MOMENT);
    bench.put(1, "new", "v");
    bench.run(MOMENT);

    assertThat(bench.node(0).source()).contains(bench.id(1));
    assertThat(bench.put(0, "k", "w").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(bench.node(0).rows()).isEqualTo(bench.node(1).rows());
    assertThat(bench.node(2).rows()).isEqualTo(bench.node(1).rows());
  }

  @Test
  void aSwitchoverThatTakesTooLongIsUndone() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofMinutes(5).toNanos()));
    bench.put(0, "k", "v");

    bench.order(1, new ReplicaOrder.Promote(false));
    bench.run(Duration.ofSeconds(5));
    Outcome during = bench.put(0, "k", "w").outcome();
    bench.run(Duration.ofSeconds(6));

    assertThat(during).isEqualTo(Outcome.FAILED);
    assertThat(bench.events(ReplicaEvent.TakeoverFailed.class)).hasSize(1);
    assertThat(bench.put(0, "k", "x").outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.node(1).source()).contains(bench.id(0));
  }

  @Test
  void aForcedOneExecutesWhatItHasReceivedFirst() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofMinutes(5).toNanos()));
    bench.put(0, "k", "v");
    bench.run(MOMENT);

    bench.order(1, new ReplicaOrder.Promote(true));
    bench.run(MOMENT);

    assertThat(bench.node(1).source()).isEmpty();
    assertThat(bench.node(1).rows()).containsEntry("k", "v");
  }

  @Test
  void aForcedOneLeavesTheFormerPrimaryTakingWrites() {
    failOverCarelessly();

    assertThat(bench.put(0, "old", "v").outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.put(1, "new", "v").outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.node(2).source()).contains(bench.id(1));
  }

  @Test
  void aFormerPrimaryThatInsertedTheSameRowStopsWithError1062() {
    failOverCarelessly();
    bench.put(0, "k", "by the old one");
    bench.put(1, "k", "by the new one");

    bench.order(0, new ReplicaOrder.Follow(bench.id(1)));
    bench.run(MOMENT);

    assertThat(bench.status(0).lastSqlError().code()).isEqualTo(1062);
    assertThat(bench.status(0).sqlRunning()).isFalse();
    assertThat(bench.node(0).rows()).containsEntry("k", "by the old one");
  }

  @Test
  void aFormerPrimaryThatDeletedTheRowStopsWithError1032() {
    bench.put(0, "k", "v");
    bench.run(MOMENT);
    failOverCarelessly();
    bench.ask(0, new Operation.Delete("k"), "");
    bench.put(1, "k", "w");

    bench.order(0, new ReplicaOrder.Follow(bench.id(1)));
    bench.run(MOMENT);

    assertThat(bench.status(0).lastSqlError().code()).isEqualTo(1032);
  }

  /** A row is found by its primary key: nobody looks what else stands in it. */
  @Test
  void aRowThatBothUpdatedDivergesInSilence() {
    bench.put(0, "k", "v");
    bench.put(0, "other", "v");
    bench.run(MOMENT);
    failOverCarelessly();
    bench.put(0, "other", "by the old one");
    bench.put(1, "k", "by the new one");

    bench.order(0, new ReplicaOrder.Follow(bench.id(1)));
    bench.run(MOMENT);

    assertThat(bench.status(0).lastSqlError()).isEqualTo(SqlError.NONE);
    assertThat(bench.node(0).rows())
        .containsEntry("k", "by the new one")
        .containsEntry("other", "by the old one");
    assertThat(bench.node(0).executed().countOutside(bench.node(1).executed())).isEqualTo(1);
  }

  /** The old primary's transactions cannot be told from what it would have to send. */
  @Test
  void aReplicaThatIsAheadOfItsSourceIsRefused() {
    failOverCarelessly();
    bench.put(1, "k", "v");
    bench.run(MOMENT);
    bench.order(1, new ReplicaOrder.Rebuild());
    bench.order(1, new ReplicaOrder.Follow(bench.id(0)));
    bench.order(1, new ReplicaOrder.Rebuild());
    bench.run(MOMENT);
    bench.order(1, new ReplicaOrder.Promote(true));
    bench.run(MOMENT);

    bench.order(2, new ReplicaOrder.Follow(bench.id(1)));
    bench.run(MOMENT);

    assertThat(bench.status(2).lastIoError().code()).isEqualTo(1236);
    assertThat(bench.status(2).lastIoError().text()).contains("more GTIDs than the source has");
  }

  @Test
  void aRebuiltServerHasForgottenItsErrantTransactions() {
    failOverCarelessly();
    bench.put(0, "k", "by the old one");
    bench.put(1, "k", "by the new one");
    bench.order(0, new ReplicaOrder.Follow(bench.id(1)));
    bench.run(MOMENT);

    bench.order(0, new ReplicaOrder.Rebuild());
    bench.run(MOMENT);

    assertThat(bench.node(0).rows()).isEqualTo(bench.node(1).rows());
    assertThat(bench.node(0).executed()).isEqualTo(bench.node(1).executed());
    assertThat(bench.status(0).sqlRunning()).isTrue();
  }

  @Test
  void aServerThatIsFencedTakesNoWrites() {
    bench.order(0, new ReplicaOrder.ReadOnly(true));
    Outcome fenced = bench.put(0, "k", "v").outcome();
    bench.order(0, new ReplicaOrder.ReadOnly(false));

    assertThat(fenced).isEqualTo(Outcome.FAILED);
    assertThat(bench.put(0, "k", "v").outcome()).isEqualTo(Outcome.OK);
  }

  private void failOverCarelessly() {
    bench.cut(0);
    bench.order(1, new ReplicaOrder.Promote(true));
    bench.run(MOMENT);
    bench.mend();
  }
}
