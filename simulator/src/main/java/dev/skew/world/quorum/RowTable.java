package dev.skew.world.quorum;

import dev.skew.world.version.RowHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows that a node holds in memory, with a hash tree over every range it is a replica of. */
final class RowTable {

  private final StoreContext context;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final TreeMap<Integer, MerkleTree> trees = new TreeMap<>(); // by keyspace and range
  private final ArrayDeque<Entry> tombstones = new ArrayDeque<>();
  private final Map<String, Entry> conflicted = new LinkedHashMap<>();

  RowTable(StoreContext context) {
    this.context = context;
  }

  /** A key, where it belongs, and its row. */
  static final class Entry {
    final String key;
    final int keyspace;
    final int range;
    final int leaf;
    private final long keyHash;
    private final @Nullable MerkleTree tree; // null when this node is no replica
    Row row;

    private Entry(StoreContext context, RowTable table, String key, Row row) {
      this.key = key;
      this.keyspace = context.settings.keyspaceOf(key);
      this.range = context.ring.rangeOf(key);
      this.keyHash = Hashing.of(key);
      this.leaf = (int) keyHash & context.settings.repair().trees().leaves() - 1;
      boolean isReplica = Placement.isReplica(context, keyspace, range, context.place);
      this.tree = isReplica ? table.treeOf(keyspace, range) : null;
      this.row = row;
    }

    long share(RowHash rowHash) {
      return MerkleTree.share(rowHash, keyHash, row);
    }

    KeyedRow keyed() {
      return new KeyedRow(key, row);
    }
  }

  @Nullable Row get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.row;
  }

  /** Puts a row in the place of the key's former one, if any. */
  void put(String key, Row row) {
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(context, this, key, row);
      entries.put(key, entry);
      if (entry.tree != null) {
        entry.tree.add(entry);
      }
    } else {
      toggle(entry);
      entry.row = row;
    }
    toggle(entry);
    if (row.isTombstone()) {
      tombstones.add(entry);
    }
    if (row.versionCount() > 1) {
      conflicted.put(key, entry);
    } else if (!conflicted.isEmpty()) {
      conflicted.remove(key);
    }
  }

  /** Forgets the deletions whose grace has passed, and tells their keys. */
  List<String> purgeTombstones(long nowWallNanos, long graceNanos) {
    List<String> purged = new ArrayList<>();
    while (!tombstones.isEmpty()) {
      Entry entry = tombstones.peek();
      boolean stands = entries.get(entry.key) == entry && entry.row.isTombstone();
      if (stands && entry.row.changedAtNanos() + graceNanos > nowWallNanos) {
        break;
      }
      tombstones.remove();
      if (stands) {
        toggle(entry);
        if (entry.tree != null) {
          entry.tree.remove(entry);
        }
        entries.remove(entry.key);
        purged.add(entry.key);
      }
    }
    return purged;
  }

  /** The tree of a range, or null while there is no row in it. */
  @Nullable MerkleTree tree(int keyspace, int range) {
    return trees.get(keyspace * context.ring.rangeCount() + range);
  }

  /**
   * All trees, in the order of keyspaces and ranges: the key is keyspace times ranges plus range.
   */
  NavigableMap<Integer, MerkleTree> trees() {
    return trees;
  }

  /** Rows with several versions, in the order in which they came about. */
  Iterable<Entry> conflicted() {
    return conflicted.values();
  }

  /** All rows, in the order in which their keys came. */
  List<KeyedRow> rows() {
    List<KeyedRow> rows = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> rows.add(entry.keyed()));
    return rows;
  }

  int size() {
    return entries.size();
  }

  private void toggle(Entry entry) {
    if (entry.tree != null) {
      entry.tree.toggle(entry.leaf, entry.share(context.release.rowHash()));
    }
  }

  private MerkleTree treeOf(int keyspace, int range) {
    int leaves = context.settings.repair().trees().leaves();
    return trees.computeIfAbsent(
        keyspace * context.ring.rangeCount() + range, unused -> new MerkleTree(leaves));
  }
}
