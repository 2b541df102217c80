package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * What a shell has to do after a step, in this order of duties:
 *
 * <ol>
 *   <li>{@link Persist} and {@link RestoreSnapshot} must be durable (if {@link Persist#mustSync()})
 *       before any message of this step or a later one leaves the node, except that a leader's
 *       messages may leave while its own write is under way: it does not count on its disk alone,
 *       and what it commits is handed out only after that write (thesis §10.2.1).
 *   <li>{@link Send} in order.
 *   <li>{@link Commit}: apply in order, after the write; then tell {@link RaftInput.Applied}.
 *   <li>{@link ReadReady}: answer once everything up to its index is applied.
 * </ol>
 *
 * <p>{@link Ready} does the sorting for a shell that lets steps run while its disk is busy.
 */
public sealed interface RaftEffect permits RaftEffect.Duty, RaftNotice {

  /** An effect that something depends on. */
  sealed interface Duty extends RaftEffect {}

  /**
   * Write term, vote, commit index and entries. Entries replace what was written at their indexes
   * and everything after.
   *
   * @param mustSync false when nobody is promised anything: only the commit index moved
   */
  record Persist(HardState hardState, EntryList entries, boolean mustSync) implements Duty {}

  /** Replace state machine and log by a snapshot that the leader sent. */
  record RestoreSnapshot(Snapshot snapshot) implements Duty {}

  /** Give a message to the transport. */
  record Send(NodeId to, RaftMessage message) implements Duty {}

  /** These entries are committed. */
  record Commit(EntryList entries) implements Duty {}

  /** A read asked for by {@link RaftInput.ReadIndex} may be served from this index on. */
  record ReadReady(long context, long index) implements Duty {}

  /** More entries than the settings allow were applied since the last snapshot: take one. */
  record SnapshotDue(long index) implements Duty {}

  /** A proposal of this node, or one passed on to it, will not be appended. */
  record ProposalDropped(List<Payload> payloads, DropReason reason) implements Duty {}

  /** Who belongs to the group from now on, as far as this member has applied. */
  record ConfigurationChanged(Configuration configuration) implements Duty {}

  /**
   * The member cannot go on: what it is told contradicts what it must have lost. etcd panics here,
   * so the process ends; nothing else of this step counts.
   */
  record Panic(String reason) implements Duty {}

  /** Why a proposal was dropped. */
  enum DropReason {
    NO_LEADER("no-leader"),
    TRANSFER_IN_PROGRESS("transfer-in-progress"),
    NOT_A_MEMBER("not-a-member");

    private final String label;

    DropReason(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    public String label() {
      return label;
    }
  }
}
