package dev.skew.world.node;

import dev.skew.world.raft.Configuration;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.EntryList;
import dev.skew.world.raft.HardState;
import dev.skew.world.raft.RaftLog;
import dev.skew.world.raft.Snapshot;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
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

  /**
   * A copy of what is on a disk.
   *
   * @param cluster whose member it is, 0 for the one that a scenario begins with
   */
  public record Backup(int cluster, HardState hardState, Snapshot snapshot, EntryList entries) {

    /**
     * The data of a new cluster: what is known to be committed, and nobody but {@code voters}
     * ({@code etcd --force-new-cluster} discards the entries behind the commit index, {@code
     * etcdctl snapshot restore} has none).
     */
    public Backup ofNewCluster(int id, Configuration voters) {
      Snapshot own = new Snapshot(snapshot.index(), snapshot.term(), voters, snapshot.image());
      List<Entry> committed = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.index() <= hardState.commit()) {
          committed.add(entry);
        }
      }
      HardState known = new HardState(hardState.term(), null, hardState.commit());
      return new Backup(id, known, own, EntryList.of(committed));
    }

    /** The data of a member that joins the cluster of a leader whose data this is. */
    public Backup ofFollower(NodeId leader) {
      HardState known = new HardState(hardState.term(), leader, hardState.commit());
      return new Backup(cluster, known, snapshot, entries);
    }

    /** Index of the last entry. */
    public long lastIndex() {
      return entries.isEmpty() ? snapshot.index() : entries.last().index();
    }
  }

  /** How many entries that others took the place of are kept; WAL files are deleted some day. */
  private static final int SUPERSEDED = 1 << 14;

  private int cluster;
  private final ArrayDeque<Entry> superseded = new ArrayDeque<>();
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

  /** Which cluster's member it is. */
  int cluster() {
    return cluster;
  }

  /** All that a member would boot with. */
  public Backup backup() {
    return new Backup(cluster, hardState, snapshot, EntryList.of(entries));
  }

  /** A new data directory: nothing is left of what was there. */
  void restore(Backup backup) {
    cluster = backup.cluster();
    hardState = backup.hardState();
    snapshot = backup.snapshot();
    superseded.clear();
    entries.clear();
    backup.entries().forEach(entries::add);
  }

  /**
   * Every entry that was ever appended, oldest first, those too in whose place others stand now: a
   * WAL is only ever appended to, and shows them ({@code etcd-dump-logs}).
   */
  public List<Entry> appended() {
    List<Entry> all = new ArrayList<>(superseded);
    all.addAll(entries);
    return all;
  }

  private void supersede(List<Entry> dropped) {
    for (Entry entry : dropped) {
      if (superseded.size() == SUPERSEDED) {
        superseded.removeFirst();
      }
      superseded.addLast(entry);
    }
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
      supersede(entries);
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
      supersede(tail);
      tail.clear();
    }
  }
}
