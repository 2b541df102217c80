package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import dev.skew.world.topology.NodeId;

/** Compaction, and followers that are behind it (paper §7). */
final class SnapshotRule {

  private SnapshotRule() {}

  /** Sends the snapshot to a member that needs entries which are gone, if it seems alive. */
  static boolean send(Draft draft, int peer) {
    Progress progress = draft.peers[peer];
    if (!progress.recentActive()) {
      return false;
    }
    Snapshot snapshot = draft.log.snapshot();
    draft.send(progress.member(), new InstallSnapshot(draft.term, snapshot));
    draft.setPeer(peer, progress.awaitingSnapshot(snapshot.index()));
    return true;
  }

  static void onInstallSnapshot(Draft draft, NodeId from, InstallSnapshot message) {
    if (FollowerRule.heedLeader(draft, from)) {
      boolean restored = restore(draft, message.snapshot());
      long agreed = restored ? draft.log.lastIndex() : draft.commit;
      draft.send(from, AppendResponse.accepted(draft.term, agreed));
    }
  }

  private static boolean restore(Draft draft, Snapshot snapshot) {
    if (snapshot.index() <= draft.commit || !snapshot.configuration().contains(draft.self)) {
      return false;
    }
    if (draft.log.termAt(snapshot.index()) == snapshot.term()) {
      draft.commitTo(snapshot.index()); // the log has it all, and perhaps more
      return false;
    }
    draft.restore(snapshot);
    MembershipRule.restore(draft, snapshot.configuration());
    return true;
  }

  static void onSent(Draft draft, NodeId member, boolean arrived) {
    int peer = draft.peer(member);
    if (!draft.leads() || peer < 0 || draft.peers[peer].mode() != Progress.Mode.SNAPSHOT) {
      return;
    }
    Progress progress = draft.peers[peer];
    Progress probing = arrived ? progress.probing() : progress.probingWithoutSnapshot();
    // Arrived: its own answer comes next. Failed: not before the next heartbeat is answered.
    draft.setPeer(peer, probing.withProbeSent(true));
  }

  static void askWhenDue(Draft draft) {
    long since = Math.max(draft.snapshotDue, draft.log.snapshot().index());
    if (draft.applied - since > draft.settings.limits().snapshotEntries()) {
      draft.snapshotDue = draft.applied;
      draft.emit(new RaftEffect.SnapshotDue(draft.applied));
    }
  }

  static void compact(Draft draft, Snapshot snapshot) {
    if (snapshot.index() > draft.applied) {
      throw new IllegalArgumentException(
          "snapshot at " + snapshot.index() + " is beyond the applied index " + draft.applied);
    }
    if (snapshot.index() > draft.log.snapshot().index()) {
      draft.log = draft.log.compactedTo(snapshot, draft.settings.limits().keptEntries());
    }
  }
}
