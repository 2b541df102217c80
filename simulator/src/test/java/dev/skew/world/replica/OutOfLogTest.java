package dev.skew.world.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.replica.ReplicaStatus.IoState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Files of the binary log are deleted by age (manual 5.4.4), and what becomes of replicas. */
class OutOfLogTest {

  private static final long FILE_BYTES = 4_096;

  @Test
  void aReplicaThatAsksForAFileThatIsGoneStopsWithError1236() {
    ReplicationBench bench = bench(false);
    leaveBehind(bench);

    bench.order(1, new ReplicaOrder.Start(ReplicaThread.IO));
    bench.run(Duration.ofSeconds(1));

    assertThat(bench.status(1).ioRunning()).isEqualTo(IoState.NO);
    assertThat(bench.status(1).lastIoError().code()).isEqualTo(1236);
    assertThat(bench.status(1).lastIoError().text())
        .contains("Could not find first log file name in binary log index file");
  }

  @Test
  void oneThatAsksByGtidIsToldThatTheSourceHasPurgedThem() {
    ReplicationBench bench = bench(true);
    leaveBehind(bench);

    bench.order(1, new ReplicaOrder.Start(ReplicaThread.IO));
    bench.run(Duration.ofSeconds(1));

    assertThat(bench.status(1).lastIoError().code()).isEqualTo(1236);
    assertThat(bench.status(1).lastIoError().text())
        .contains("the source purged required binary logs");
  }

  @Test
  void aReplicaThatIsConnectedLosesNothing() {
    ReplicationBench bench = bench(true);

    fill(bench);
    bench.run(Duration.ofSeconds(1));

    assertThat(bench.events(ReplicaEvent.LogPurged.class)).isNotEmpty();
    assertThat(bench.node(1).rows()).isEqualTo(bench.node(0).rows());
  }

  @Test
  void nothingIsDeletedBeforeItsTime() {
    ReplicationBench bench =
        new ReplicationBench(2, ReplicationBench.settings(Duration.ofHours(1), FILE_BYTES, true));

    leaveBehind(bench);
    bench.order(1, new ReplicaOrder.Start(ReplicaThread.IO));
    bench.run(Duration.ofSeconds(2));

    assertThat(bench.events(ReplicaEvent.LogPurged.class)).isEmpty();
    assertThat(bench.node(1).rows()).isEqualTo(bench.node(0).rows());
  }

  @Test
  void aCopyOfTheSourceBringsItBack() {
    ReplicationBench bench = bench(true);
    leaveBehind(bench);

    bench.order(1, new ReplicaOrder.Rebuild());
    bench.run(Duration.ofSeconds(1));
    bench.put(0, "after", "v");
    bench.run(Duration.ofSeconds(1));

    assertThat(bench.node(1).rows()).isEqualTo(bench.node(0).rows()).containsKey("after");
    assertThat(bench.node(1).executed()).isEqualTo(bench.node(0).executed());
    assertThat(bench.status(1).ioRunning()).isEqualTo(IoState.YES);
  }

  @Test
  void aCopyIsThereAfterACrash() {
    ReplicationBench bench = bench(true);
    leaveBehind(bench);
    bench.order(1, new ReplicaOrder.Rebuild());
    bench.run(Duration.ofSeconds(1));

    bench.crash(1);
    bench.run(Duration.ofSeconds(1));

    assertThat(bench.node(1).rows()).isEqualTo(bench.node(0).rows());
    assertThat(bench.status(1).ioRunning()).isEqualTo(IoState.YES);
  }

  private static ReplicationBench bench(boolean autoPosition) {
    return new ReplicationBench(
        2, ReplicationBench.settings(Duration.ofSeconds(10), FILE_BYTES, autoPosition));
  }

  private static void leaveBehind(ReplicationBench bench) {
    bench.order(1, new ReplicaOrder.Stop(ReplicaThread.IO));
    fill(bench);
  }

  /** Writes several files over a minute. */
  private static void fill(ReplicationBench bench) {
    for (int i = 0; i < 120; i++) {
      bench.put(0, "k" + i, "v");
      bench.run(Duration.ofMillis(500));
    }
  }
}
