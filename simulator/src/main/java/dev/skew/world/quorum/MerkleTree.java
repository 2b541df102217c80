package dev.skew.world.quorum;

import dev.skew.world.version.RowHash;
import java.util.ArrayList;
import java.util.List;

/**
 * A hash tree over the rows of one key range (Dynamo section 4.7). A leaf is the exclusive or of
 * its rows' hashes, so that a change of a row changes it in one step; the levels above are made
 * when the root is asked for.
 */
final class MerkleTree {

  private final long[] nodes; // a heap: the root at 1, the leaves from leafCount on
  private final int leafCount;
  private final List<List<RowTable.Entry>> rows = new ArrayList<>();
  private boolean stale;

  MerkleTree(int leafCount) {
    this.leafCount = leafCount;
    this.nodes = new long[2 * leafCount];
    for (int i = 0; i < leafCount; i++) {
      rows.add(new ArrayList<>(2));
    }
  }

  /** What a row adds to its leaf's hash. */
  static long share(RowHash rowHash, long keyHash, Row row) {
    return rowHash.of(Hashing.digest(keyHash, row.hash()));
  }

  void add(RowTable.Entry entry) {
    rows.get(entry.leaf).add(entry);
  }

  void remove(RowTable.Entry entry) {
    rows.get(entry.leaf).remove(entry);
  }

  /** Takes a row's share out of its leaf, or puts it in. */
  void toggle(int leaf, long rowHash) {
    nodes[leafCount + leaf] ^= rowHash;
    stale = true;
  }

  long root() {
    if (stale) {
      for (int i = leafCount - 1; i > 0; i--) {
        long left = nodes[2 * i];
        long right = nodes[2 * i + 1];
        nodes[i] = left == 0 && right == 0 ? 0 : Hashing.combine(left, right);
      }
      stale = false;
    }
    return nodes[1];
  }

  long leaf(int leaf) {
    return nodes[leafCount + leaf];
  }

  List<Long> leaves() {
    List<Long> leaves = new ArrayList<>(leafCount);
    for (int i = 0; i < leafCount; i++) {
      leaves.add(nodes[leafCount + i]);
    }
    return leaves;
  }

  List<RowTable.Entry> rows(int leaf) {
    return rows.get(leaf);
  }
}
