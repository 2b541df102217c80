package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of one member at a time, which take effect when applied (thesis §4.1, §4.2.1). */
final class MembershipRule {

  private MembershipRule() {}

  /** Takes note of what the state machine has, and of the changes in it. */
  static void onApplied(Draft draft, long index) {
    if (index > draft.commit) {
      throw new IllegalArgumentException(
          "applied index " + index + " is beyond the commit index " + draft.commit);
    }
    long next = Math.max(draft.applied + 1, draft.log.firstIndex());
    draft.applied = Math.max(draft.applied, index);
    for (; next <= index; next++) {
      if (draft.log.entryAt(next).payload() instanceof MembershipChange change) {
        switchTo(draft, draft.configuration.with(change));
      }
    }
    SnapshotRule.askWhenDue(draft);
  }

  /** Whether a committed change waits to be applied: the group may differ, so do not campaign. */
  static boolean awaitsChange(Draft draft) {
    long next = Math.max(draft.applied + 1, draft.log.firstIndex());
    for (; next <= draft.commit; next++) {
      if (draft.log.entryAt(next).payload() instanceof MembershipChange) {
        return true;
      }
    }
    return false;
  }

  /** Takes over the configuration of a snapshot. */
  static void restore(Draft draft, Configuration configuration) {
    draft.configuration = configuration;
    draft.setPeers(strangers(configuration, draft.log.lastIndex() + 1));
    draft.emit(new RaftEffect.ConfigurationChanged(configuration));
  }

  static Progress[] strangers(Configuration configuration, long next) {
    List<NodeId> members = configuration.members();
    Progress[] peers = new Progress[members.size()];
    for (int i = 0; i < peers.length; i++) {
      NodeId member = members.get(i);
      boolean learner = configuration.learners().contains(member);
      peers[i] = Progress.unknown(member, learner, next);
    }
    return peers;
  }

  private static void switchTo(Draft draft, Configuration configuration) {
    if (configuration.equals(draft.configuration)) {
      return;
    }
    Progress[] old = draft.peers;
    // A new member counts as heard, or the next check of the quorum might fail for its sake.
    Progress[] peers = strangers(configuration, Math.max(1, draft.log.lastIndex()));
    for (int i = 0; i < peers.length; i++) {
      int known = RaftState.find(old, peers[i].member());
      peers[i] =
          known < 0 ? peers[i].withRecentActive(true) : old[known].withLearner(peers[i].learner());
    }
    draft.configuration = configuration;
    draft.setPeers(peers);
    draft.emit(new RaftEffect.ConfigurationChanged(configuration));
    if (draft.leads() && configuration.voters().contains(draft.self)) {
      catchUp(draft);
    }
  }

  /** A smaller quorum may commit more; a new member needs the log. */
  private static void catchUp(Draft draft) {
    if (ReplicationRule.advanceCommit(draft)) {
      ReplicationRule.broadcast(draft);
    } else {
      for (int i = 0; i < draft.peers.length; i++) {
        if (!draft.peers[i].member().equals(draft.self)) {
          ReplicationRule.send(draft, i, false);
        }
      }
    }
    @Nullable NodeId target = draft.transferTarget;
    if (target != null && !draft.configuration.contains(target)) {
      TransferRule.abort(draft);
    }
  }
}
