package dev.skew.world.raft;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node of plain values: etcd's loop around the steps, a disk, a state machine that lists. */
final class TestMember {

  final NodeId id;
  final TestDisk disk;
  final List<Entry> applied = new ArrayList<>();
  final List<RaftEffect> seen = new ArrayList<>();
  RaftState state;
  boolean up = true;

  private final RaftSettings settings;
  private final RandomSource random;
  private final Consumer<RaftEffect.Send> transport;
  private Ready ready = new Ready();
  private Ready.@Nullable Batch underway;
  private long termBeforeWrite;

  TestMember(
      RaftSettings settings,
      NodeId id,
      TestDisk disk,
      Seed seed,
      Consumer<RaftEffect.Send> transport) {
    this.settings = settings;
    this.id = id;
    this.disk = disk;
    this.random = seed.fork("raft", id.name()).random();
    this.transport = transport;
    this.state = RaftState.recover(settings, id, disk.hardState(), disk.log(), random);
  }

  RaftStep step(RaftInput input) {
    RaftStep step = RaftCore.step(state, input);
    state = step.state();
    ready.absorb(step);
    seen.addAll(step.effects());
    return step;
  }

  /** Begins the next batch if the disk is free. */
  void beginWrite() {
    if (underway != null || ready.isEmpty()) {
      return;
    }
    Ready.Batch batch = ready.take();
    underway = batch;
    termBeforeWrite =
        batch.entries().isEmpty() ? 0 : state.log().termAt(batch.entries().first().index() - 1);
    if (batch.sendsFirst()) {
      batch.messages().forEach(this::send);
    }
    if (batch.writes()) {
      disk.write(batch);
    }
  }

  boolean isWriting() {
    return underway != null;
  }

  /** Ends the batch underway; what it commits is applied now. */
  void endWrite(SafetyMonitor monitor) {
    Ready.Batch batch = underway;
    if (batch == null) {
      return;
    }
    monitor.onWritten(batch.entries(), termBeforeWrite);
    underway = null;
    if (batch.mustSync()) {
      disk.sync();
    }
    if (!batch.sendsFirst()) {
      batch.messages().forEach(this::send);
    }
    for (Entry entry : batch.committed()) {
      applied.add(entry);
      monitor.onCommitted(state, entry);
    }
    if (batch.appliedIndex() > 0) {
      step(new RaftInput.Applied(batch.appliedIndex()));
    }
  }

  private void send(RaftEffect.Send send) {
    if (send.message() instanceof RaftMessage.InstallSnapshot message) {
      Snapshot fresh = state.snapshotOf(message.snapshot().image());
      RaftMessage refreshed = new RaftMessage.InstallSnapshot(message.term(), fresh);
      transport.accept(new RaftEffect.Send(send.to(), refreshed));
    } else {
      transport.accept(send);
    }
  }

  /** Whether a message may be handed in: etcd queues proposals while no leader is known. */
  boolean takes(RaftMessage message) {
    return state.hasLeader() || !(message instanceof RaftMessage.ForwardProposal);
  }

  void compact(String text) {
    Snapshot snapshot = state.snapshotOf(new Fixtures.TextImage(text));
    disk.write(snapshot);
    disk.sync();
    step(new RaftInput.Compact(snapshot));
  }

  /** Loses everything but the synced writes and the first few of the others. */
  void crash(int survivors) {
    up = false;
    underway = null;
    ready = new Ready();
    disk.lose(survivors);
  }

  /** Comes up again, and gives its state machine what it has. */
  void restart(SafetyMonitor monitor) {
    up = true;
    RaftLog log = disk.log();
    state = RaftState.recover(settings, id, disk.hardState(), log, random);
    monitor.onWritten(
        log.slice(log.firstIndex(), log.lastIndex()), log.termAt(log.firstIndex() - 1));
    applied.clear();
    for (Entry entry : state.unapplied()) {
      applied.add(entry);
      monitor.onCommitted(state, entry);
    }
    if (!applied.isEmpty()) {
      step(new RaftInput.Applied(state.commit()));
    }
  }
}
