package dev.skew.world.node;

import static dev.skew.world.node.MachineRig.BOOT;
import static dev.skew.world.node.MachineRig.PEER;
import static dev.skew.world.node.MachineRig.QUEUE_LIMIT;
import static dev.skew.world.node.MachineRig.SELF;
import static dev.skew.world.node.MachineRig.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.world.network.Channel;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A processor, a clock, a disk, and the lives of a process. */
class MachineTest {

  private static final long MILLI = SimTime.MILLISECOND;

  // ---- boot

  @Test
  void serviceBeginsWhenTheBootIsOver() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.deliver(1);

    rig.runFor(BOOT);
    rig.deliver(2);

    assertThat(rig.seen).containsExactly("start 0@1000", "message 2@1000");
    assertThat(rig.handle.status()).isEqualTo("running");
  }

  @Test
  void aSecondStartIsTheSameStart() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT / 2);
    rig.tell(new NodeActor.Start());

    rig.runFor(10 * BOOT);
    rig.tell(new NodeActor.Start());
    rig.runFor(10 * BOOT);

    assertThat(rig.seen).containsExactly("start 0@1000");
  }

  @Test
  void aBootThatACrashCutShortDoesNotEnd() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT / 2);

    rig.tell(new NodeActor.Crash(false, false));
    rig.tell(new NodeActor.Start());
    rig.runFor(10 * BOOT);

    assertThat(rig.seen).containsExactly("start 1@1500");
  }

  @Test
  void aProcessThatIsStoppedWhileItBootsBeginsWhenItGoesOn() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT / 2);

    rig.tell(new NodeActor.Pause());
    rig.runFor(2 * BOOT);
    rig.tell(new NodeActor.Resume());
    rig.runFor(10 * BOOT);

    assertThat(rig.seen).containsExactly("start 0@2500");
  }

  @Test
  void aProcessThatGoesOnBeforeItsBootIsOverBeginsWhenItIs() {
    MachineRig rig = new MachineRig();
    rig.tell(new NodeActor.Start());
    rig.tell(new NodeActor.Pause());
    rig.runFor(BOOT / 2);

    rig.tell(new NodeActor.Resume());
    rig.runFor(10 * BOOT);

    assertThat(rig.seen).containsExactly("start 0@1000");
  }

  // ---- the processor and its queue

  @Test
  void anIdleProcessorServesAtOnceAndABusyOneAfterwards() {
    MachineRig rig = MachineRig.running();

    rig.deliver(1);
    rig.deliver(2);
    rig.deliver(3);
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).containsExactly("message 1@1000", "message 2@1010", "message 3@1020");
  }

  @Test
  void messagesBeyondTheQueueAreDroppedAndCounted() {
    MachineRig rig = MachineRig.running();

    for (int number = 0; number < QUEUE_LIMIT + 3; number++) {
      rig.deliver(number);
    }
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).hasSize(QUEUE_LIMIT + 1);
    assertThat(rig.handle.overloadDrops()).isEqualTo(2);
  }

  @Test
  void timersAndTheDiskAreNeverDropped() {
    MachineRig rig = MachineRig.running();
    rig.context().setTimer(1, "t");
    rig.disk.write("r", 1, rig.context().disk(), "r");
    for (int number = 0; number < QUEUE_LIMIT + 3; number++) {
      rig.deliver(number);
    }

    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).contains("timer t@1040", "disk r@1040");
  }

  @Test
  void aTimerCostsAProcessorOfItsOwnNothing() {
    MachineRig rig = MachineRig.running();
    rig.context().setTimer(5 * MILLI, "one");
    rig.context().setTimer(5 * MILLI, "two");

    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).containsExactly("timer one@1005", "timer two@1005");
  }

  @Test
  void aSlowMachineTakesSoManyTimesAsLong() {
    MachineRig rig = MachineRig.running();

    rig.tell(new NodeActor.SlowDown(3));
    rig.deliver(1);
    rig.deliver(2);
    rig.runFor(SimTime.SECOND);
    rig.tell(new NodeActor.SlowDown(1));
    rig.deliver(3);
    rig.deliver(4);
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen)
        .containsExactly("message 1@1000", "message 2@1030", "message 3@2000", "message 4@2010");
  }

  // ---- time

  @Test
  void timersRunByTheMachinesOwnClock() {
    MachineRig rig = new MachineRig(-100_000); // loses a tenth
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT);

    rig.context().setTimer(900 * MILLI, "local");
    rig.context().setTimerAt(1_900 * MILLI, "virtual");
    rig.runFor(2 * SimTime.SECOND);

    assertThat(rig.seen).containsExactly("start 0@1000", "timer virtual@1900", "timer local@2000");
  }

  @Test
  void aCancelledTimerDoesNotFire() {
    MachineRig rig = MachineRig.running();
    long timer = rig.context().setTimer(5 * MILLI, "t");

    rig.context().cancelTimer(timer);
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).isEmpty();
  }

  // ---- SIGSTOP and SIGCONT

  @Test
  void nothingIsServedWhileTheProcessIsFrozen() {
    MachineRig rig = MachineRig.running();
    rig.context().setTimer(5 * MILLI, "t");

    rig.tell(new NodeActor.Pause());
    rig.deliver(1);
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).isEmpty();
    assertThat(rig.handle.status()).isEqualTo("paused");
    assertThat(rig.handle.isUp()).isTrue();
  }

  @Test
  void whatWaitedIsServedInItsOrderAfterwards() {
    MachineRig rig = MachineRig.running();
    rig.context().setTimer(5 * MILLI, "t");
    rig.tell(new NodeActor.Pause());
    rig.deliver(1);
    rig.runFor(SimTime.SECOND);
    rig.deliver(2);

    rig.tell(new NodeActor.Resume());
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).containsExactly("message 1@2000", "timer t@2010", "message 2@2010");
  }

  /**
   * Link heartbeats are the process's (rafthttp's stream writer), acknowledgements its kernel's.
   */
  @Test
  void aFrozenProcessSendsNoLinkHeartbeats() {
    MachineRig rig = MachineRig.running();
    rig.network.connect(SELF, PEER, Channel.RAFT_MESSAGE);
    rig.runFor(SimTime.MINUTE);

    rig.tell(new NodeActor.Pause());
    rig.runFor(SimTime.MINUTE);
    rig.tell(new NodeActor.Resume());
    int whilePaused = rig.peerSaw.size();
    rig.runFor(SimTime.MINUTE);

    assertThat(whilePaused).isPositive();
    assertThat(rig.peerSaw).hasSize(whilePaused);
  }

  @Test
  void aFrozenProcessCanBeKilled() {
    MachineRig rig = MachineRig.running();
    rig.tell(new NodeActor.Pause());
    rig.deliver(1);

    rig.tell(new NodeActor.Crash(false, false));
    rig.tell(new NodeActor.Resume());
    rig.tell(new NodeActor.Start());
    rig.runFor(10 * BOOT);

    assertThat(rig.seen).containsExactly("start 1@2000");
  }

  @Test
  void onlyARunningProcessIsFrozen() {
    MachineRig rig = new MachineRig();

    rig.tell(new NodeActor.Pause());
    rig.tell(new NodeActor.Resume());

    assertThat(rig.handle.status()).isEqualTo("down");
    assertThat(rig.traced(MachineChanged.class)).isEmpty();
  }

  // ---- ends

  @Test
  void aCrashEndsALifeWithAllThatWasMeantForIt() {
    MachineRig rig = MachineRig.running();
    rig.context().setTimer(2 * BOOT, "t");
    rig.disk.write("r", 1, rig.context().disk(), "r");
    rig.deliver(1);
    rig.deliver(2);

    rig.tell(new NodeActor.Crash(false, false));
    boolean gone = rig.handle.process() == null;
    rig.tell(new NodeActor.Start());
    rig.runFor(10 * BOOT);

    assertThat(gone).isTrue();
    assertThat(rig.handle.life()).isEqualTo(1);
    assertThat(rig.seen).containsExactly("message 1@1000", "start 1@2000");
  }

  @Test
  void aKillLosesNothingThatWasWritten() {
    MachineRig rig = MachineRig.running();
    rig.disk.append("r", 1);

    rig.tell(new NodeActor.Crash(false, false));

    assertThat(rig.durable).containsExactly("r");
    assertThat(rig.traced(WritesLost.class)).isEmpty();
  }

  @Test
  void lossOfPowerTakesWhatWasNotSyncedAndMayTearTheFirstOfIt() {
    MachineRig rig = MachineRig.running();
    rig.disk.append("r", 1);
    rig.disk.append("s", 1);

    rig.tell(new NodeActor.Crash(true, true));

    assertThat(rig.durable).isEmpty();
    assertThat(rig.last(WritesLost.class)).contains(new WritesLost(SELF, 2, true));
  }

  @Test
  void lossOfPowerThatFindsAllSyncedLosesNothing() {
    MachineRig rig = MachineRig.running();
    rig.disk.write("r", 1, rig.context().disk(), "r");
    rig.runFor(SimTime.SECOND);

    rig.tell(new NodeActor.Crash(true, true));

    assertThat(rig.durable).containsExactly("r");
    assertThat(rig.traced(WritesLost.class)).isEmpty();
  }

  @Test
  void whatIsDownCannotCrash() {
    MachineRig rig = new MachineRig();

    rig.tell(new NodeActor.Crash(true, false));

    assertThat(rig.handle.life()).isZero();
    assertThat(rig.traced(MachineChanged.class)).isEmpty();
  }

  @Test
  void aPanicEndsTheProcessAndKeepsWhatItWrote() {
    MachineRig rig = MachineRig.running();
    rig.disk.append("r", 1);

    rig.context().panic("wal: no space left on device");
    rig.tell(new NodeActor.Start());
    rig.runFor(BOOT);

    assertThat(rig.last(ProcessPanicked.class))
        .contains(new ProcessPanicked(SELF, "wal: no space left on device"));
    assertThat(rig.durable).containsExactly("r");
    assertThat(rig.seen).containsExactly("start 1@2000");
  }

  // ---- an end that was asked for

  @Test
  void aProcessThatIsAskedToEndEndsInItsOwnTimeAndIsStartedAgain() {
    MachineRig rig = MachineRig.running();

    rig.tell(new NodeActor.Terminate(SimTime.SECOND));
    rig.runFor(SimTime.SECOND);
    String meanwhile = rig.handle.status();
    rig.context().exit();
    boolean due = rig.handle.isRestarting();
    String ended = rig.handle.status();
    rig.runFor(SimTime.SECOND + BOOT);

    assertThat(meanwhile).isEqualTo("running");
    assertThat(ended).isEqualTo("down");
    assertThat(due).isTrue();
    assertThat(rig.handle.isRestarting()).isFalse();
    assertThat(rig.seen).containsExactly("terminate@1000", "start 1@4000");
  }

  @Test
  void aProcessThatEndsOfItsOwnAccordIsStartedAgain() {
    MachineRig rig = MachineRig.running();

    rig.context().restart(SimTime.SECOND);
    boolean due = rig.handle.isRestarting();
    String ended = rig.handle.status();
    rig.runFor(SimTime.SECOND + BOOT);

    assertThat(ended).isEqualTo("down");
    assertThat(due).isTrue();
    assertThat(rig.handle.isRestarting()).isFalse();
    assertThat(rig.seen).containsExactly("start 1@3000");
  }

  @Test
  void whatIsHeldDownIsNotStartedByItsSupervisor() {
    MachineRig rig = MachineRig.running();
    rig.tell(new NodeActor.Terminate(SimTime.SECOND));
    rig.context().exit();

    rig.tell(new NodeActor.Crash(false, false));
    rig.runFor(10 * SimTime.SECOND);

    assertThat(rig.handle.status()).isEqualTo("down");
    assertThat(rig.handle.isRestarting()).isFalse();
  }

  @Test
  void aFrozenProcessIsAskedWhenItGoesOn() {
    MachineRig rig = MachineRig.running();
    rig.tell(new NodeActor.Pause());

    rig.tell(new NodeActor.Terminate(0));
    List<String> frozen = List.copyOf(rig.seen);
    rig.tell(new NodeActor.Resume());

    assertThat(frozen).isEmpty();
    assertThat(rig.seen).containsExactly("terminate@1000");
  }

  // ---- the network

  @Test
  void countsThePeersThatHaveARaftStreamWithIt() {
    MachineRig rig = MachineRig.running();

    rig.network.connect(SELF, PEER, Channel.RAFT_MESSAGE);
    rig.runFor(SimTime.SECOND);
    List<NodeId> connected = rig.context().connectedPeers();
    rig.network.processDown(PEER);
    rig.runFor(SimTime.SECOND);

    assertThat(connected).containsExactly(PEER);
    assertThat(rig.context().connectedPeers()).isEmpty();
    assertThat(rig.seen).containsExactly("disconnect etcd-1@2001");
  }

  @Test
  void aCrashedProcessIsHeardNoMore() {
    MachineRig rig = MachineRig.running();
    rig.context().send(PEER, Channel.CLIENT_REQUEST, new MachineRig.Note(1));
    rig.runFor(SimTime.SECOND);

    rig.tell(new NodeActor.Crash(false, false));
    rig.context().send(PEER, Channel.CLIENT_REQUEST, new MachineRig.Note(2));
    rig.runFor(SimTime.SECOND);

    assertThat(rig.peerSaw).containsExactly("message 1", "disconnect@2001");
  }

  @Test
  void serviceTimeIsThatOfTheProfile() {
    MachineRig rig = MachineRig.running();

    rig.deliver(1);
    rig.runFor(SERVICE);
    rig.deliver(2);
    rig.runFor(SERVICE / 2);
    rig.deliver(3);
    rig.runFor(SimTime.SECOND);

    assertThat(rig.seen).containsExactly("message 1@1000", "message 2@1010", "message 3@1020");
  }
}
