package dev.skew.world.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code Seconds_Behind_Source} says, and when it is wrong (manual 13.7.7.35). */
class LagTest {

  private final ReplicationBench bench = new ReplicationBench(2);

  @Test
  void aReplicaThatHasExecutedAllIsNoSecondsBehind() {
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(5));

    assertThat(bench.status(1).secondsBehindSource()).isZero();
  }

  @Test
  void itIsTheAgeOfTheTransactionThatIsExecuted() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(30).toNanos()));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(7));

    assertThat(bench.status(1).secondsBehindSource()).isEqualTo(7);
  }

  @Test
  void itIsNullWhileTheApplierStands() {
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.SQL));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(7));

    assertThat(bench.status(1).secondsBehindSource()).isNull();
  }

  /** As the source has it since 5.6: nothing to do and nobody who would bring anything. */
  @Test
  void itIsNullWhenTheReceiverStandsAndAllIsExecuted() {
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.IO));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(7));

    assertThat(bench.status(1).secondsBehindSource()).isNull();
  }

  @Test
  void itCountsOnWhileTheReceiverStandsAndSomethingIsLeftToExecute() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(30).toNanos()));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(1));
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.IO));
    bench.run(Duration.ofSeconds(6));

    assertThat(bench.status(1).secondsBehindSource()).isEqualTo(7);
  }

  /** A receiver that has not yet noticed is connected as far as it knows. */
  @Test
  void itIsZeroWhileNothingArrivesAndTheConnectionSeemsToStand() {
    bench.cut(1);
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(9));

    assertThat(bench.status(1).secondsBehindSource()).isZero();
    assertThat(bench.node(1).rows()).isEmpty();
  }

  @Test
  void aClockThatWasWrongWhenTheConnectionBeganMakesNoDifference() {
    bench.step(1, Duration.ofMinutes(5));
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.IO));
    bench.order(1, new ReplicaOrder.Start(ReplicaThread.IO));
    bench.run(Duration.ofSeconds(1));
    bench.order(1, new ReplicaOrder.Delay(Duration.ofSeconds(30).toNanos()));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(7));

    assertThat(bench.status(1).secondsBehindSource()).isBetween(6L, 8L);
  }

  /** {@code clock_diff_with_master} is taken once, when the receiver connects. */
  @Test
  void aClockThatIsSetWhileTheConnectionStandsIsTakenForLag() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofHours(1).toNanos()));
    bench.put(0, "k", "v");
    bench.run(Duration.ofSeconds(1));

    bench.step(1, Duration.ofMinutes(5));

    assertThat(bench.status(1).secondsBehindSource()).isBetween(300L, 302L);
  }

  @Test
  void aClockThatIsSetBackHidesAllLag() {
    bench.order(1, new ReplicaOrder.Delay(Duration.ofHours(1).toNanos()));
    bench.put(0, "k", "v");
    bench.run(Duration.ofMinutes(2));

    bench.step(1, Duration.ofMinutes(-5));

    assertThat(bench.status(1).secondsBehindSource()).isZero();
  }
}
