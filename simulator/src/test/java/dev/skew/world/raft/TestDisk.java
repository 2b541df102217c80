package dev.skew.world.raft;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write-ahead log: what was written after the last sync may be lost, from the end. */
final class TestDisk {

  private record Write(
      @Nullable HardState hardState, EntryList entries, @Nullable Snapshot snapshot) {}

  private final List<Write> writes = new ArrayList<>();
  private int synced;

  TestDisk(HardState hardState, Snapshot start) {
    writes.add(new Write(hardState, EntryList.EMPTY, start));
    synced = 1;
  }

  void write(Ready.Batch batch) {
    writes.add(new Write(batch.hardState(), batch.entries(), batch.snapshot()));
  }

  void write(Snapshot snapshot) {
    writes.add(new Write(null, EntryList.EMPTY, snapshot));
  }

  void sync() {
    synced = writes.size();
  }

  int unsynced() {
    return writes.size() - synced;
  }

  /** Loses all but the first {@code survivors} writes since the last sync. */
  void lose(int survivors) {
    while (writes.size() > synced + survivors) {
      writes.remove(writes.size() - 1);
    }
    synced = writes.size();
  }

  HardState hardState() {
    HardState newest = HardState.EMPTY;
    for (Write write : writes) {
      HardState hardState = write.hardState();
      newest = hardState == null ? newest : hardState;
    }
    return newest;
  }

  RaftLog log() {
    Snapshot snapshot = null;
    EntryList entries = EntryList.EMPTY;
    for (Write write : writes) {
      Snapshot taken = write.snapshot();
      if (taken != null) {
        boolean holdsIt = isWithin(entries, taken);
        entries = holdsIt ? after(entries, taken.index()) : EntryList.EMPTY;
        snapshot = taken;
      }
      long first = snapshot == null ? 0 : snapshot.index();
      entries = entries.overwrittenBy(after(write.entries(), first));
    }
    if (snapshot == null) {
      throw new IllegalStateException("a disk begins with a snapshot");
    }
    return RaftLog.of(snapshot, entries);
  }

  private static boolean isWithin(EntryList entries, Snapshot snapshot) {
    for (Entry entry : entries) {
      if (entry.index() == snapshot.index()) {
        return entry.term() == snapshot.term();
      }
    }
    return false;
  }

  private static EntryList after(EntryList entries, long index) {
    if (entries.isEmpty() || entries.first().index() > index) {
      return entries;
    }
    return entries.skip((int) Math.min(entries.size(), index + 1 - entries.first().index()));
  }
}
