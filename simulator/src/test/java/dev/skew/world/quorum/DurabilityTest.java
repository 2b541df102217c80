package dev.skew.world.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.SimTime;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import org.junit.jupiter.api.Test;

class DurabilityTest {

  private static final String KEY = "k1";

  private final StoreSettings settings =
      StoreSettings.of(
          KeyspaceSettings.of("main", Versioning.VECTOR_CLOCK)
              .with(new KeyspaceSettings.Replication(3, 3, 1)));

  @Test
  void anAcknowledgedWriteOutlivesACrashOfEveryNode() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.put(0, KEY, "v");

    crashAll(bench);

    assertThat(bench.get(1, KEY).values()).containsExactly("v");
  }

  @Test
  void aReplicaAcknowledgesOnlyWhatIsOnItsDisk() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.diskNanos = 300 * SimTime.MILLISECOND;

    ClientResponse written = bench.put(0, KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.now()).isBetween(302 * SimTime.MILLISECOND, 303 * SimTime.MILLISECOND);
  }

  @Test
  void aPeriodicSyncLosesAcknowledgedWritesAtACrash() {
    StoreBench bench = new StoreBench(1, 3, settings.with(StoreSettings.Storage.PERIODIC));
    bench.put(0, KEY, "synced");
    bench.runFor(11 * SimTime.SECOND);
    ClientResponse late = bench.put(0, "k2", "not synced");

    crashAll(bench);

    assertThat(late.outcome()).isEqualTo(Outcome.OK);
    assertThat(bench.get(1, KEY).values()).containsExactly("synced");
    assertThat(bench.get(1, "k2").values()).isEmpty();
  }

  @Test
  void whatADiskRefusesIsNotAcknowledged() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.breakDisk(2, true);

    ClientResponse written = bench.put(0, KEY, "v");

    assertThat(written.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(written.error()).isEqualTo("3 replicas must keep the write, only 2 can");
  }

  @Test
  void whatADiskRefusedIsWrittenAgainWhenItIsSentAgain() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.breakDisk(2, true);
    bench.put(0, KEY, "v");

    bench.breakDisk(2, false);
    bench.runFor(30 * SimTime.SECOND);
    bench.crash(2);
    bench.restart(2);

    assertThat(bench.store(2).row(KEY).orElseThrow().values()).containsExactly("v");
  }

  @Test
  void aNodeThatForgotItsDotsDoesNotGiveThemOutAgain() {
    StoreBench bench = new StoreBench(1, 3, settings.with(StoreSettings.Storage.PERIODIC));
    bench.put(0, KEY, "before");
    bench.isolate(0);

    bench.crash(0);
    bench.restart(0);
    bench.heal();
    bench.put(0, KEY, "after");

    bench.runFor(SimTime.MINUTE);
    assertThat(bench.get(1, KEY).values()).containsExactlyInAnyOrder("before", "after");
  }

  @Test
  void aRestartedNodeIgnoresAnswersToItsFormerLife() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.delayNanos = 500 * SimTime.MILLISECOND;
    bench.ask(0, new dev.skew.world.kv.Operation.Put(KEY, "v"), "");
    bench.runFor(700 * SimTime.MILLISECOND);

    bench.crash(0);
    bench.restart(0);
    bench.runFor(10 * SimTime.SECOND);

    assertThat(bench.responses).isEmpty();
  }

  @Test
  void hybridTimeGoesOnAfterARestartWithTheClockSetBack() {
    StoreBench bench =
        new StoreBench(1, 3, StoreSettings.of(KeyspaceSettings.of("main", Versioning.HLC)));
    bench.put(0, KEY, "before");
    bench.runFor(SimTime.SECOND);

    for (int node = 0; node < 3; node++) {
      bench.clock(node).step(bench.now(), -300 * SimTime.SECOND);
    }
    crashAll(bench);
    bench.put(0, KEY, "after");

    assertThat(bench.get(1, KEY).values()).containsExactly("after");
  }

  @Test
  void aDiskCannotLoseWhatItReportedPersisted() {
    StoreBench bench = new StoreBench(1, 3, settings);
    bench.put(0, KEY, "v");

    assertThatThrownBy(() -> bench.store(0).afterCrash(0))
        .isInstanceOf(AssertionError.class)
        .hasMessage("record 1 was reported persisted, but only 0 survive");
  }

  private static void crashAll(StoreBench bench) {
    for (int node = 0; node < bench.size(); node++) {
      bench.crash(node);
    }
    for (int node = 0; node < bench.size(); node++) {
      bench.restart(node);
    }
  }
}
