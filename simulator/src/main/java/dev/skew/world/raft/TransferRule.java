package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.ForwardTransfer;
import dev.skew.world.raft.RaftMessage.TimeoutNow;
import dev.skew.world.topology.NodeId;

/** Leadership transfer (thesis §3.10). */
final class TransferRule {

  private TransferRule() {}

  static void ask(Draft draft, NodeId target) {
    NodeId leader = draft.leader;
    if (draft.leads()) {
      begin(draft, target);
    } else if (draft.role == Role.FOLLOWER && leader != null) {
      draft.send(leader, new ForwardTransfer(target));
    }
  }

  private static void begin(Draft draft, NodeId target) {
    int peer = draft.peer(target);
    if (peer < 0 || draft.peers[peer].learner() || target.equals(draft.transferTarget)) {
      return;
    }
    abort(draft);
    if (target.equals(draft.self)) {
      return;
    }
    draft.emit(new RaftNotice.TransferChanged(target, true));
    draft.electionElapsed = 0; // it has one election timeout from now
    draft.transferTarget = target;
    if (draft.peers[peer].match() == draft.log.lastIndex()) {
      draft.send(target, new TimeoutNow(draft.term));
    } else {
      ReplicationRule.send(draft, peer, true);
    }
  }

  /** The target holds the whole log now: let it campaign. */
  static void onCaughtUp(Draft draft, int peer) {
    Progress progress = draft.peers[peer];
    if (progress.member().equals(draft.transferTarget)
        && progress.match() == draft.log.lastIndex()) {
      draft.send(progress.member(), new TimeoutNow(draft.term));
    }
  }

  static void abort(Draft draft) {
    NodeId target = draft.transferTarget;
    if (target != null) {
      draft.transferTarget = null;
      draft.emit(new RaftNotice.TransferChanged(target, false));
    }
  }
}
