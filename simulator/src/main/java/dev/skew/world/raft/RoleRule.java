package dev.skew.world.raft;

import static dev.skew.kernel.Checks.check;

import dev.skew.world.topology.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a member changes its role (paper, figure 4), and what it forgets when it does. */
final class RoleRule {

  private RoleRule() {}

  static void becomeFollower(Draft draft, long term, @Nullable NodeId leader) {
    reset(draft, term);
    draft.leader = leader;
    become(draft, Role.FOLLOWER);
  }

  /** Raises the term and votes for itself. */
  static void becomeCandidate(Draft draft) {
    check(!draft.leads(), "a leader cannot become a candidate in term %d", draft.term);
    reset(draft, draft.term + 1);
    draft.vote = draft.self;
    become(draft, Role.CANDIDATE);
  }

  /** Changes neither term nor vote, and draws no new timeout. */
  static void becomePreCandidate(Draft draft) {
    check(!draft.leads(), "a leader cannot become a pre-candidate in term %d", draft.term);
    draft.votes = Votes.NONE;
    draft.leader = null;
    become(draft, Role.PRE_CANDIDATE);
  }

  /** Opens the term with an empty entry, without which older entries never commit (§5.4.2, §8). */
  static void becomeLeader(Draft draft) {
    check(
        draft.role != Role.FOLLOWER,
        "a follower cannot become leader in term %d without a campaign",
        draft.term);
    reset(draft, draft.term);
    draft.leader = draft.self;
    become(draft, Role.LEADER);
    int self = draft.peer(draft.self);
    draft.setPeer(self, draft.peers[self].replicating());

    // A change of an earlier term may still be unapplied: looking for it would cost a scan.
    draft.pendingChange = draft.log.lastIndex();
    ReplicationRule.appendOwn(draft, List.of(Payload.NoOp.INSTANCE));
  }

  /** What every change of role but that to pre-candidate begins with. */
  static void reset(Draft draft, long term) {
    if (draft.term != term) {
      draft.emit(new RaftNotice.TermChanged(draft.term, term));
      draft.term = term;
      draft.vote = null;
    }
    draft.leader = null;
    draft.electionElapsed = 0;
    draft.heartbeatElapsed = 0;
    int shortest = draft.settings.electionTicks();
    draft.electionTimeout = shortest + draft.draw(shortest);
    TransferRule.abort(draft);
    draft.votes = Votes.NONE;
    draft.pendingChange = 0;
    draft.reads = List.of();
    draft.postponedReads = List.of();
    forgetProgress(draft);
  }

  private static void forgetProgress(Draft draft) {
    Progress[] fresh = new Progress[draft.peers.length];
    long last = draft.log.lastIndex();
    for (int i = 0; i < fresh.length; i++) {
      Progress old = draft.peers[i];
      Progress unknown = Progress.unknown(old.member(), old.learner(), last + 1);
      fresh[i] = old.member().equals(draft.self) ? unknown.acknowledged(last) : unknown;
    }
    draft.setPeers(fresh);
  }

  private static void become(Draft draft, Role role) {
    if (draft.role != role) {
      draft.emit(new RaftNotice.RoleChanged(draft.role, role, draft.term));
      draft.role = role;
    }
  }
}
