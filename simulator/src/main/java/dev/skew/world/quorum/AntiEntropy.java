package dev.skew.world.quorum;

import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.quorum.StoreMessage.Cause;
import dev.skew.world.quorum.StoreMessage.TreeLeaves;
import dev.skew.world.quorum.StoreMessage.TreeRoot;
import dev.skew.world.quorum.StoreMessage.TreeRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that differ between replicas and brings them together, range by range (Dynamo section
 * 4.7; Riak's active anti-entropy). One root travels; where it differs, the leaves; where they
 * differ, their rows, in both directions. The trees are kept up with every change, so that a
 * comparison costs no scan.
 */
final class AntiEntropy {

  private final StoreContext context;
  private final StoreSettings.Trees settings;
  private final Replica replica;
  private final Liveness liveness;
  private final Consumer<Accusation> accuser;
  private int cursor;
  private int peerCursor;

  /** Leaves that this node, being a liar, has falsified. */
  private final Map<Comparison, Integer> falsified = new HashMap<>(); // never iterated

  /** Of a tree with a peer, who began it or was asked by this node. */
  private record Comparison(int peer, int keyspace, int range, boolean isPeers) {}

  /**
   * @param accuser told of what proves that a peer lied
   */
  AntiEntropy(
      StoreContext context, Replica replica, Liveness liveness, Consumer<Accusation> accuser) {
    this.context = context;
    this.accuser = accuser;
    this.settings = context.settings.repair().trees();
    this.replica = replica;
    this.liveness = liveness;
  }

  void start() {
    if (settings.exchangeIntervalNanos() > 0) {
      long phase = context.random.nextLong(settings.exchangeIntervalNanos());
      context.setTimer(Timers.TREE_EXCHANGE, phase);
    }
  }

  /** Compares the next range that has rows with the next of its other replicas. */
  void onTimer() {
    context.setTimer(Timers.TREE_EXCHANGE, settings.exchangeIntervalNanos());
    NavigableMap<Integer, MerkleTree> trees = replica.table().trees();
    for (int tried = 0; tried <= trees.size(); tried++) {
      Map.Entry<Integer, MerkleTree> next = trees.ceilingEntry(cursor);
      int key = next == null ? -1 : next.getKey();
      peerCursor = key == cursor ? peerCursor : 0;
      if (next != null && offer(key, next.getValue())) {
        cursor = key;
        return;
      }
      cursor = key + 1; // and from the start again after the last
      peerCursor = 0;
    }
  }

  private boolean offer(int key, MerkleTree tree) {
    int keyspace = key / context.ring.rangeCount();
    int range = key % context.ring.rangeCount();
    int[] preference = context.ring.preference(range);
    int copies = Placement.copies(context, keyspace);
    while (peerCursor < copies) {
      int peer = preference[peerCursor++];
      if (peer != context.place && !liveness.isSuspect(peer)) {
        context.counters.increment(Counter.TREES_COMPARED);
        long root =
            isFalsified(new Comparison(peer, keyspace, range, false)) ? ~tree.root() : tree.root();
        context.send(peer, new TreeRoot(context.stamp(), keyspace, range, root));
        return true;
      }
    }
    return false;
  }

  /** Whether this node lies about a leaf of the tree, which it then will show with that hash. */
  private boolean isFalsified(Comparison comparison) {
    int leaf = context.liar.falsifiedLeaf(comparison.peer, comparison.keyspace, comparison.range);
    if (leaf < 0) {
      falsified.remove(comparison);
      return false;
    }
    falsified.put(comparison, leaf);
    return true;
  }

  /** The hash of a leaf, as this node has told it or would. */
  private static long hash(@Nullable MerkleTree tree, int leaf, int falsifiedLeaf) {
    long hash = tree == null ? 0 : tree.leaf(leaf);
    return leaf == falsifiedLeaf ? ~hash : hash;
  }

  void onRoot(int from, TreeRoot message) {
    MerkleTree tree = replica.table().tree(message.keyspace(), message.range());
    long root = tree == null ? 0 : tree.root();
    var comparison = new Comparison(from, message.keyspace(), message.range(), true);
    if (isFalsified(comparison) || root != message.root()) {
      int falsifiedLeaf = falsified.getOrDefault(comparison, -1);
      List<Long> leaves = new ArrayList<>();
      for (int i = 0; i < settings.leaves(); i++) {
        leaves.add(hash(tree, i, falsifiedLeaf));
      }
      context.send(
          from, new TreeLeaves(context.stamp(), message.keyspace(), message.range(), leaves));
    }
  }

  void onLeaves(int from, TreeLeaves message) {
    MerkleTree tree = replica.table().tree(message.keyspace(), message.range());
    var comparison = new Comparison(from, message.keyspace(), message.range(), false);
    int falsifiedLeaf = falsified.getOrDefault(comparison, -1);
    falsified.remove(comparison);
    int differing = 0;
    for (int i = 0; i < settings.leaves(); i++) {
      long hash = hash(tree, i, falsifiedLeaf);
      if (hash != message.leaves().get(i)) {
        differing++;
        var leaf = new TreeRows.Leaf(message.keyspace(), message.range(), i);
        var digest = new TreeRows.Digest(context.release.rowHash(), hash);
        context.send(from, new TreeRows(context.stamp(), leaf, rowsUnder(leaf), digest, false));
      }
    }
    if (differing > 0) {
      context.counters.increment(Counter.TREES_DIFFERED);
      context.record(
          new StoreEvent.TreeExchanged(
              context.self, context.ring.at(from), message.keyspace(), message.range(), differing));
    }
  }

  void onRows(int from, TreeRows message) {
    if (context.settings.detectsLies() && message.isDigested() && !message.isHashed()) {
      String subject = Liar.subject(context, message.leaf().keyspace(), message.leaf().range());
      accuser.accept(new Accusation.FalseDigest(from, subject, message));
      return;
    }
    for (KeyedRow keyed : message.rows()) {
      if (replica.apply(keyed, Cause.ANTI_ENTROPY)) {
        context.counters.increment(Counter.ROWS_MENDED);
      } else {
        context.counters.increment(Counter.ROWS_NEEDLESS);
      }
    }
    if (message.isReply()) {
      return;
    }
    List<KeyedRow> owns = rowsUnder(message.leaf());
    List<KeyedRow> lacking = lacking(message, owns);
    if (!lacking.isEmpty()) {
      context.send(
          from, new TreeRows(context.stamp(), message.leaf(), lacking, TreeRows.Digest.NONE, true));
    } else if (context.settings.detectsLies() && owns.size() == message.rows().size()) {
      justify(from, message, owns);
    }
  }

  /**
   * Rows that are the same have hashes that are the same, in one version. Who gave another for
   * them, when it was asked for its leaves, owes them beside that hash, in one message.
   */
  private void justify(int from, TreeRows message, List<KeyedRow> owns) {
    TreeRows.Leaf leaf = message.leaf();
    var comparison = new Comparison(from, leaf.keyspace(), leaf.range(), true);
    int falsifiedLeaf = falsified.getOrDefault(comparison, -1);
    MerkleTree tree = replica.table().tree(leaf.keyspace(), leaf.range());
    var digest =
        new TreeRows.Digest(context.release.rowHash(), hash(tree, leaf.place(), falsifiedLeaf));
    boolean isSameVersion = digest.rowHash() == message.digest().rowHash();
    if (isSameVersion && digest.hash() != message.digest().hash()) {
      falsified.remove(comparison);
      context.send(from, new TreeRows(context.stamp(), leaf, owns, digest, true));
    }
  }

  /** Which of this node's rows the other has not, or not so. */
  private static List<KeyedRow> lacking(TreeRows message, List<KeyedRow> owns) {
    Map<String, Row> theirs = new HashMap<>(); // never iterated
    message.rows().forEach(keyed -> theirs.put(keyed.key(), keyed.row()));
    List<KeyedRow> lacking = new ArrayList<>();
    for (KeyedRow own : owns) {
      Row their = theirs.get(own.key());
      if (their == null || their.hash() != own.row().hash()) {
        lacking.add(own);
      }
    }
    return lacking;
  }

  private List<KeyedRow> rowsUnder(TreeRows.Leaf leaf) {
    MerkleTree tree = replica.table().tree(leaf.keyspace(), leaf.range());
    List<KeyedRow> rows = new ArrayList<>();
    if (tree != null) {
      tree.rows(leaf.place()).forEach(entry -> rows.add(entry.keyed()));
    }
    return rows;
  }
}
