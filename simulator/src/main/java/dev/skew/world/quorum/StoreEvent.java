package dev.skew.world.quorum;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Version;
import java.util.List;

/** What a store node puts on record; tables and logs are fed from it. */
public sealed interface StoreEvent extends TraceEvent {

  /** The node that recorded it. */
  NodeId node();

  /**
   * A coordinator gave a write its version: a line of the write log.
   *
   * @param valueHash of the value written, 0 for a deletion
   * @param wallNanos by the coordinator's clock
   * @param version as the keyspace's versioning writes it
   */
  record WriteVersioned(NodeId node, String key, long valueHash, long wallNanos, String version)
      implements StoreEvent {

    public boolean isDeletion() {
      return valueHash == 0;
    }

    /** Whether this is what was written. */
    public boolean isOf(String value) {
      return valueHash == Hashing.of(value);
    }

    @Override
    public String kind() {
      return "write-versioned";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key).put("value-hash", valueHash);
      fields.put("wall", wallNanos).put("version", version);
    }
  }

  /**
   * Two versions of a row clash. Recorded by the first replica of the row that is not suspect, so
   * that a conflict is counted once.
   *
   * @param writers indexes of the nodes whose writes clash
   * @param valueHashes of the versions that stand, in their order
   */
  record ConflictDetected(
      NodeId node, String key, Versioning versioning, List<Integer> writers, List<Long> valueHashes)
      implements StoreEvent {

    @Override
    public String kind() {
      return "conflict-detected";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key).put("versioning", versioning.label());
      fields.put("versions", valueHashes.size()).put("writers", writers.size());
      for (int writer : writers) {
        fields.put("writer", writer);
      }
      for (long hash : valueHashes) {
        fields.put("value-hash", hash);
      }
    }
  }

  /**
   * A conflict is over.
   *
   * @param by who decided
   */
  record ConflictMerged(NodeId node, String key, By by) implements StoreEvent {

    /** Who decides what becomes of versions that clash. */
    public enum By {
      /** The versioning, or the keyspace's policy. */
      POLICY("policy"),
      /** A client who had seen all versions. */
      WRITER("writer"),
      OPERATOR("operator");

      private final String label;

      By(String label) {
        this.label = label;
      }

      /** The name as traces write it. */
      public String label() {
        return label;
      }
    }

    @Override
    public String kind() {
      return "conflict-merged";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key).put("by", by.label());
    }
  }

  /**
   * A keyspace's policy cannot merge versions: somebody has to.
   *
   * @param ticket the conflict's name, the same on every node
   */
  record ConflictQueued(NodeId node, String key, String ticket, int versions)
      implements StoreEvent {

    @Override
    public String kind() {
      return "conflict-queued";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key).put("ticket", ticket);
      fields.put("versions", versions);
    }
  }

  /** A node did not merge what an operator told it to. */
  record MergeRefused(NodeId node, String key, String reason) implements StoreEvent {

    @Override
    public String kind() {
      return "merge-refused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key).put("reason", reason);
    }
  }

  /**
   * A write has waited until its timestamp was past on every clock.
   *
   * @param waitedNanos by the node's own timer
   */
  record CommitWaited(NodeId node, long waitedNanos) implements StoreEvent {

    @Override
    public String kind() {
      return "commit-waited";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("waited-nanos", waitedNanos);
    }
  }

  /** A row was put aside for a replica that did not take it. */
  record HintStored(NodeId node, NodeId target, String key) implements StoreEvent {

    @Override
    public String kind() {
      return "hint-stored";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("target", target.name()).put("key", key);
    }
  }

  /** A replica has taken what was put aside for it. */
  record HintReplayed(NodeId node, NodeId target, String key) implements StoreEvent {

    @Override
    public String kind() {
      return "hint-replayed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("target", target.name()).put("key", key);
    }
  }

  /** A read found a replica behind and mends it. */
  record ReadRepaired(NodeId node, NodeId replica, String key, boolean isBlocking)
      implements StoreEvent {

    @Override
    public String kind() {
      return "read-repaired";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("replica", replica.name()).put("key", key);
      fields.put("blocking", isBlocking);
    }
  }

  /** Two trees were found to differ, in so many leaves. */
  record TreeExchanged(NodeId node, NodeId peer, int keyspace, int range, int differingLeaves)
      implements StoreEvent {

    @Override
    public String kind() {
      return "tree-exchanged";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("keyspace", keyspace);
      fields.put("range", range).put("differing-leaves", differingLeaves);
    }
  }

  /** A peer's beacon had another hash of the rows that both keep. */
  record StateHashDiffered(NodeId node, NodeId peer, Version own, Version theirs)
      implements StoreEvent {

    @Override
    public String kind() {
      return "state-hash-differed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name());
      fields.put("own-version", own.toString()).put("peer-version", theirs.toString());
    }
  }

  /** A peer's beacon told of a deploy that this node had not heard of. */
  record RevisionHeard(NodeId node, NodeId peer, Version version) implements StoreEvent {

    @Override
    public String kind() {
      return "revision-heard";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name());
      fields.put("version", version.toString());
    }
  }

  /** Rows came in an encoding that this node's version cannot read; it dropped the message. */
  record RowsUndecodable(NodeId node, NodeId peer, int encoding) implements StoreEvent {

    @Override
    public String kind() {
      return "rows-undecodable";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("encoding", encoding);
    }
  }

  /** A node changed its mind about whether another is up. */
  record PeerJudged(NodeId node, NodeId peer, boolean isSuspect) implements StoreEvent {

    @Override
    public String kind() {
      return "peer-judged";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("suspect", isSuspect);
    }
  }

  /** A node told another what is not so; the two do not know, but those who see everything do. */
  record LieTold(NodeId node, NodeId peer, String key, String what) implements StoreEvent {

    @Override
    public String kind() {
      return "lie-told";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("key", key);
      fields.put("what", what);
    }
  }

  /** Answers of replicas give one write two values; whose lie it is may not be known yet. */
  record ContradictionFound(NodeId node, String key, List<NodeId> peers) implements StoreEvent {

    @Override
    public String kind() {
      return "contradiction-found";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("key", key);
      for (NodeId peer : peers) {
        fields.put("peer", peer.name());
      }
    }
  }

  /** A node has what proves that another lied. */
  record Accused(NodeId node, NodeId peer, String key) implements StoreEvent {

    @Override
    public String kind() {
      return "accused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("key", key);
    }
  }

  /** A majority of the members has put one of them into quarantine, or taken it out. */
  record QuarantineDecided(NodeId node, NodeId peer, boolean isLifted, long epoch)
      implements StoreEvent {

    @Override
    public String kind() {
      return isLifted ? "quarantine-lifted" : "quarantined";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("epoch", epoch);
    }
  }

  /** An accused node stays, for this reason. */
  record ChargeDismissed(NodeId node, NodeId peer, String reason) implements StoreEvent {

    @Override
    public String kind() {
      return "charge-dismissed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("reason", reason);
    }
  }
}
