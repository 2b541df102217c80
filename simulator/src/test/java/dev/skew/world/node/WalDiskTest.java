package dev.skew.world.node;

import static dev.skew.world.node.TestDisk.FSYNC_NANOS;
import static dev.skew.world.node.TestDisk.SYNC_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.SimTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What write(2), fsync(2), a kill and a power failure do to a write-ahead log on Linux. */
class WalDiskTest {

  private final EventQueue queue = new EventQueue();
  private final List<String> durable = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final WalDisk<String> disk = TestDisk.on(queue, durable::add);

  @Test
  void aWriteIsDurableAndToldAfterItsSync() {
    boolean accepted = write("a");

    runFor(SYNC_NANOS - 1);
    List<String> early = List.copyOf(durable);
    runFor(1);

    assertThat(accepted).isTrue();
    assertThat(early).isEmpty();
    assertThat(durable).containsExactly("a");
    assertThat(told).containsExactly("a@" + SYNC_NANOS);
  }

  @Test
  void aSyncTakesAllThatWasAppendedBeforeItAndNothingAfter() {
    disk.append("a", 1);
    disk.append("b", 1);
    disk.sync(this::tell, "ab");
    disk.append("c", 1);

    runFor(SYNC_NANOS);

    assertThat(durable).containsExactly("a", "b");
  }

  @Test
  void theDeviceDoesOneThingAfterAnother() {
    write("a");
    write("b");

    runFor(3 * SYNC_NANOS);

    assertThat(told).containsExactly("a@" + SYNC_NANOS, "b@" + 2 * SYNC_NANOS);
    assertThat(disk.syncCount()).isEqualTo(2);
    assertThat(disk.syncNanos()).isEqualTo(3 * SYNC_NANOS);
  }

  @Test
  void logsOnOneDeviceWaitForEachOther() {
    DiskDevice shared = new DiskDevice();
    WalDisk<String> one = TestDisk.on(queue, durable::add, Long.MAX_VALUE, shared);
    WalDisk<String> other = TestDisk.on(queue, durable::add, Long.MAX_VALUE, shared);

    one.write("one", 1, this::tell, "one");
    other.write("other", 1, this::tell, "other");
    runFor(3 * SYNC_NANOS);

    assertThat(told).containsExactly("one@" + SYNC_NANOS, "other@" + 2 * SYNC_NANOS);
  }

  @Test
  void lossOfPowerTakesWhatWasNotSynced() {
    write("a");
    runFor(SYNC_NANOS);
    write("b");
    disk.append("c", 1);
    runFor(SYNC_NANOS / 2);

    int lost = disk.powerLost();
    runFor(SimTime.MINUTE);

    assertThat(lost).isEqualTo(2);
    assertThat(durable).containsExactly("a");
    assertThat(told).hasSize(1);
  }

  @Test
  void aKillLeavesWhatWasAppendedToTheKernel() {
    write("a");
    disk.append("b", 1);

    disk.processEnded();
    runFor(SimTime.MINUTE);

    assertThat(durable).containsExactly("a", "b");
    assertThat(told).isEmpty();
  }

  /** vm.dirty_expire_centisecs of Linux is 3000. */
  @Test
  void theKernelWritesBackWhatIsThirtySecondsOld() {
    disk.append("old", 1);
    runFor(SimTime.SECOND);
    disk.append("young", 1);
    runFor(29 * SimTime.SECOND);

    int lost = disk.powerLost();

    assertThat(lost).isEqualTo(1);
    assertThat(durable).containsExactly("old");
  }

  @Test
  void aStalledDiskCompletesNothingAndGoesOnInOrder() {
    write("a");
    write("b");
    disk.stall(true);
    runFor(SimTime.MINUTE);
    List<String> whileStalled = List.copyOf(told);

    disk.stall(false);
    runFor(0);

    assertThat(whileStalled).isEmpty();
    assertThat(told).containsExactly("a@" + SimTime.MINUTE, "b@" + SimTime.MINUTE);
    assertThat(durable).containsExactly("a", "b");
  }

  @Test
  void aStalledDiskWritesNothingBack() {
    disk.append("a", 1);
    disk.stall(true);
    runFor(SimTime.MINUTE);

    int lost = disk.powerLost();

    assertThat(lost).isEqualTo(1);
    assertThat(durable).isEmpty();
  }

  @Test
  void whatExpiredBeforeAStallIsOnDisk() {
    disk.append("a", 1);
    runFor(31 * SimTime.SECOND);
    disk.stall(true);

    int lost = disk.powerLost();

    assertThat(lost).isZero();
    assertThat(durable).containsExactly("a");
  }

  @Test
  void whatAStallHeldUpDiesWithTheProcess() {
    write("a");
    disk.stall(true);
    runFor(SimTime.SECOND);

    disk.powerLost();
    disk.stall(false);
    runFor(SimTime.MINUTE);

    assertThat(told).isEmpty();
    assertThat(durable).isEmpty();
  }

  @Test
  void slowSyncsTakeSoMuchLonger() {
    disk.slowSyncs(FSYNC_NANOS);

    write("a");
    runFor(SimTime.SECOND);

    assertThat(told).containsExactly("a@" + (SYNC_NANOS + FSYNC_NANOS));
  }

  /** ENOSPC. */
  @Test
  void aFullDiskTakesNothingAndTellsAtOnce() {
    disk.fill(true);
    boolean whileFull = write("a");
    disk.fill(false);
    boolean afterwards = write("b");
    runFor(SimTime.SECOND);

    assertThat(whileFull).isFalse();
    assertThat(afterwards).isTrue();
    assertThat(durable).containsExactly("b");
  }

  @Test
  void aDiskIsFullAtItsCapacity() {
    WalDisk<String> small = TestDisk.on(queue, durable::add, 10, new DiskDevice());

    boolean fits = small.append("a", 10);
    boolean tooMuch = small.append("b", 1);

    assertThat(fits).isTrue();
    assertThat(tooMuch).isFalse();
    assertThat(small.writtenBytes()).isEqualTo(10);
  }

  private boolean write(String record) {
    return disk.write(record, 1, this::tell, record);
  }

  private void tell(@Nullable Object token) {
    told.add(token + "@" + queue.nowNanos());
  }

  private void runFor(long nanos) {
    TestDisk.runUntil(queue, queue.nowNanos() + nanos);
  }
}
