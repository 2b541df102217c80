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
    if (batch.leads()) {
      batch.messages().forEach(transport);
    }
    if (batch.writes()) {
      disk.write(batch);
    }
  }

  boolean isWriting() {
    return underway != null;
  }

  /** Ends the batch underway; what it commits is applied now. */
  List<Entry> endWrite() {
    Ready.Batch batch = underway;
    if (batch == null) {
      return List.of();
    }
    underway = null;
    if (batch.mustSync()) {
      disk.sync();
    }
    if (!batch.leads()) {
      batch.messages().forEach(transport);
    }
    List<Entry> fresh = new ArrayList<>();
    batch.committed().forEach(fresh::add);
    applied.addAll(fresh);
    if (batch.appliedIndex() > 0) {
      step(new RaftInput.Applied(batch.appliedIndex()));
    }
    return fresh;
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
  List<Entry> restart() {
    up = true;
    state = RaftState.recover(settings, id, disk.hardState(), disk.log(), random);
    applied.clear();
    List<Entry> fresh = new ArrayList<>();
    state.unapplied().forEach(fresh::add);
    applied.addAll(fresh);
    if (!fresh.isEmpty()) {
      step(new RaftInput.Applied(state.commit()));
    }
    return fresh;
  }
}
