package dev.skew.world.node;

import dev.skew.world.raft.Entry;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.HardState;
import dev.skew.world.raft.RaftLog;
import dev.skew.world.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an etcd member's disk holds: the sum of its durable write-ahead log records. */
public final class RaftWal implements WalDisk.Image<RaftWal.LogRecord> {

  /**
   * One record of the log.
   *
   * @param hardState null when it did not change
   * @param entries replace what stands at their indexes and everything after
   * @param snapshot replaces all entries up to its index, and a log that contradicts it; null when
   *     there is none
   * @param keptEntries with a snapshot: how many entries before its index stay
   */
  public record LogRecord(
      @Nullable HardState hardState,
      EntryList entries,
      @Nullable Snapshot snapshot,
      long keptEntries) {

    static LogRecord of(HardState hardState, EntryList entries) {
      return new LogRecord(hardState, entries, null, 0);
    }

    static LogRecord of(Snapshot snapshot, long keptEntries) {
      return new LogRecord(null, EntryList.EMPTY, snapshot, keptEntries);
    }
  }

  private HardState hardState = HardState.EMPTY;
  private Snapshot snapshot;
  private final ArrayList<Entry> entries = new ArrayList<>();

  /** A disk on which only the cluster's bootstrap was written. */
  public RaftWal(Snapshot initial) {
    this.snapshot = initial;
  }

  @Override
  public void onDurable(LogRecord record) {
    if (record.hardState() != null) {
      hardState = record.hardState();
    }
    if (record.snapshot() != null) {
      take(record.snapshot(), record.keptEntries());
    }
    append(record.entries()); // what came in the same round came after the snapshot
  }

  HardState hardState() {
    return hardState;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** The log that a member finds when it boots: the snapshot, and the entries after it. */
  RaftLog log() {
    EntryList held = EntryList.of(entries);
    if (held.isEmpty() || held.last().index() <= snapshot.index()) {
      return RaftLog.startingAt(snapshot);
    }
    return RaftLog.of(
        snapshot, held.skip((int) Math.max(0, snapshot.index() + 1 - held.first().index())));
  }

  private void append(EntryList added) {
    if (added.isEmpty()) {
      return;
    }
    dropFrom(added.first().index());
    for (Entry entry : added) {
      entries.add(entry);
    }
  }

  private void take(Snapshot newer, long keptEntries) {
    snapshot = newer;
    if (!agreesWith(newer)) {
      entries.clear();
      return;
    }
    long firstKept = newer.index() - keptEntries + 1;
    int drop = (int) Math.max(0, firstKept - entries.get(0).index());
    entries.subList(0, drop).clear();
  }

  /** Whether the log holds the snapshot's last entry; if not, all of it is discarded (Raft §7). */
  private boolean agreesWith(Snapshot newer) {
    if (entries.isEmpty()) {
      return false;
    }
    long position = newer.index() - entries.get(0).index();
    return position >= 0
        && position < entries.size()
        && entries.get((int) position).term() == newer.term();
  }

  private void dropFrom(long index) {
    if (entries.isEmpty()) {
      return;
    }
    long position = index - entries.get(0).index();
    if (position < entries.size()) {
      List<Entry> tail = entries.subList((int) Math.max(0, position), entries.size());
      tail.clear();
    }
  }
}
