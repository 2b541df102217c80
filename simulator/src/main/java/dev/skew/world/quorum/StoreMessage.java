package dev.skew.world.quorum;

import dev.skew.kernel.TraceFields;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.network.WireMessage;
import dev.skew.world.version.Beacon;
import dev.skew.world.version.RowHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a store say to each other. Each message carries the hybrid time of its sender.
 */
public sealed interface StoreMessage extends WireMessage {

  /** Framing, the type, an id and the hybrid timestamp. */
  int HEADER_BYTES = 64;

  /** The sender's hybrid time. */
  HybridTimestamp sentAt();

  /** Hands this message to the method that is for its type. */
  void accept(int from, StoreMessageHandler handler);

  /** Whether there are rows in it, which versions may encode differently. */
  default boolean carriesRows() {
    return false;
  }

  @Override
  default int sizeBytes() {
    return HEADER_BYTES;
  }

  @Override
  default void describe(TraceFields fields) {}

  /** Why a row is sent to a replica. */
  enum Cause {
    WRITE("write"),
    READ_REPAIR("read-repair"),
    HINT("hint"),
    ANTI_ENTROPY("anti-entropy");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    public String label() {
      return label;
    }
  }

  /**
   * Take this row in, keep it safe, and say so.
   *
   * @param id the sender's operation
   * @param standsInFor the place of the replica that the receiver keeps it for, -1 for itself
   */
  record Mutate(HybridTimestamp sentAt, long id, KeyedRow keyed, Cause cause, int standsInFor)
      implements StoreMessage {

    @Override
    public String kind() {
      return "mutate";
    }

    @Override
    public boolean carriesRows() {
      return true;
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + keyed.sizeBytes();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id).put("key", keyed.key()).put("row", keyed.row().hash());
      fields.put("cause", cause.label());
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onMutate(from, this);
    }
  }

  /** The answer to {@link Mutate}. */
  record Mutated(HybridTimestamp sentAt, long id, Cause cause, boolean isStored)
      implements StoreMessage {

    @Override
    public String kind() {
      return "mutated";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id).put("cause", cause.label()).put("stored", isStored);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onMutated(from, this);
    }
  }

  /** Tell me what you have under this key. */
  record Read(HybridTimestamp sentAt, long id, String key) implements StoreMessage {

    @Override
    public String kind() {
      return "read";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + key.length();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id).put("key", key);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onRead(from, this);
    }
  }

  /** The answer to {@link Read}. */
  record Found(HybridTimestamp sentAt, long id, @Nullable Row row) implements StoreMessage {

    @Override
    public String kind() {
      return "found";
    }

    @Override
    public boolean carriesRows() {
      return row != null;
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + (row == null ? 0 : row.sizeBytes());
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id).put("row", row == null ? 0 : row.hash());
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onFound(from, this);
    }
  }

  /** Coordinate this write: only a replica of its key may, and the sender is none. */
  record Forward(HybridTimestamp sentAt, long id, ClientRequest request) implements StoreMessage {

    @Override
    public String kind() {
      return "forward";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + request.sizeBytes();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id);
      request.describe(fields);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onForward(from, this);
    }
  }

  /** The answer to {@link Forward}. */
  record Forwarded(HybridTimestamp sentAt, long id, ClientResponse response)
      implements StoreMessage {

    @Override
    public String kind() {
      return "forwarded";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + response.sizeBytes();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id);
      response.describe(fields);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onForwarded(from, this);
    }
  }

  /** What time is it, authority? */
  record AskStamp(HybridTimestamp sentAt, long id, int keyspace) implements StoreMessage {

    @Override
    public String kind() {
      return "ask-stamp";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onAskStamp(from, this);
    }
  }

  /** The answer to {@link AskStamp}. */
  record Stamped(HybridTimestamp sentAt, long id, long wallNanos) implements StoreMessage {

    @Override
    public String kind() {
      return "stamped";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", id).put("wall", wallNanos);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onStamped(from, this);
    }
  }

  /** A step of a decision on who is in quarantine; an accusation is three signed answers long. */
  record Decide(HybridTimestamp sentAt, DecisionStep step) implements StoreMessage {

    private static final int BODY_BYTES = 512;

    @Override
    public String kind() {
      return "decide-" + step.label();
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + BODY_BYTES;
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onDecide(from, this);
    }
  }

  /**
   * The newest heartbeat that the sender knows of each node.
   *
   * @param heartbeats by place on the ring
   * @param epoch of the newest decree that the sender knows
   * @param isReply whether this answers another
   */
  record Gossip(HybridTimestamp sentAt, Heartbeats heartbeats, long epoch, boolean isReply)
      implements StoreMessage {

    private static final int ENTRY_BYTES = 12;

    @Override
    public String kind() {
      return "gossip";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + ENTRY_BYTES * heartbeats.known();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("reply", isReply);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onGossip(from, this);
    }
  }

  /** My tree of this key range has this root; is yours the same? No answer means yes. */
  record TreeRoot(HybridTimestamp sentAt, int keyspace, int range, long root)
      implements StoreMessage {

    @Override
    public String kind() {
      return "tree-root";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("keyspace", keyspace).put("range", range).put("root", root);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onTreeRoot(from, this);
    }
  }

  /** Mine differs: these are its leaves. */
  record TreeLeaves(HybridTimestamp sentAt, int keyspace, int range, List<Long> leaves)
      implements StoreMessage {

    @Override
    public String kind() {
      return "tree-leaves";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + Long.BYTES * leaves.size();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("keyspace", keyspace).put("range", range);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onTreeLeaves(from, this);
    }
  }

  /**
   * My rows under a leaf that differs.
   *
   * @param leaf which leaf of which tree
   * @param digest of the leaf, so that hash and rows vouch for each other; none in a reply, which
   *     may hold some rows only, unless it is to justify a hash
   * @param isReply whether the receiver's rows are known already, and these are what it lacks
   */
  record TreeRows(
      HybridTimestamp sentAt, Leaf leaf, List<KeyedRow> rows, Digest digest, boolean isReply)
      implements StoreMessage {

    /** A leaf of the tree of a key range. */
    record Leaf(int keyspace, int range, int place) {}

    /**
     * A leaf's hash.
     *
     * @param rowHash the function of the sender's version, without which it says nothing
     */
    record Digest(RowHash rowHash, long hash) {

      static final Digest NONE = new Digest(RowHash.MURMUR3, 0);
    }

    public TreeRows {
      rows = List.copyOf(rows);
    }

    /** Whether it says what all rows under the leaf hash to. */
    boolean isDigested() {
      return !isReply || !digest.equals(Digest.NONE);
    }

    /** Whether the hash is that of the rows. */
    boolean isHashed() {
      long sum = 0;
      for (KeyedRow row : rows) {
        sum ^= MerkleTree.share(digest.rowHash, Hashing.of(row.key()), row.row());
      }
      return sum == digest.hash;
    }

    @Override
    public String kind() {
      return "tree-rows";
    }

    @Override
    public boolean carriesRows() {
      return true;
    }

    @Override
    public int sizeBytes() {
      int bytes = HEADER_BYTES;
      for (KeyedRow row : rows) {
        bytes += row.sizeBytes();
      }
      return bytes;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("keyspace", leaf.keyspace()).put("range", leaf.range()).put("leaf", leaf.place());
      fields.put("rows", rows.size()).put("reply", isReply);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onTreeRows(from, this);
    }
  }

  /**
   * What the sender runs, and what is to run.
   *
   * @param isReply whether this answers a beacon that knew less
   */
  record Beaconed(HybridTimestamp sentAt, Beacon beacon, boolean isReply) implements StoreMessage {

    @Override
    public String kind() {
      return "beacon";
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + Beacon.BYTES;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("version", beacon.running().toString()).put("deploy", beacon.newest().deploy());
      fields.put("newest", beacon.newest().version().toString());
      fields.put("state-hash", beacon.stateHash()).put("reply", isReply);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onBeacon(from, this);
    }
  }

  /**
   * A message with rows in another encoding than the first one, as which all else is taken.
   *
   * @param encoding of the sender's version
   */
  record Encoded(int encoding, StoreMessage message) implements StoreMessage {

    @Override
    public HybridTimestamp sentAt() {
      return message.sentAt();
    }

    @Override
    public String kind() {
      return message.kind();
    }

    @Override
    public int sizeBytes() {
      return message.sizeBytes();
    }

    @Override
    public void describe(TraceFields fields) {
      message.describe(fields);
      fields.put("encoding", encoding);
    }

    @Override
    public void accept(int from, StoreMessageHandler handler) {
      handler.onEncoded(from, this);
    }
  }
}
