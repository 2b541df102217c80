package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.topology.NodeId;

/** Check-quorum and the lease that it gives a leader (thesis §6.2, §6.4.1, §4.2.3). */
final class LeaseRule {

  private LeaseRule() {}

  /** A voter that heard its leader less than T of its own ticks ago ignores who campaigns. */
  static boolean ignoresCandidate(Draft draft, NodeId candidate, RaftMessage campaign) {
    int remaining = draft.settings.electionTicks() - draft.electionElapsed;
    boolean leased = draft.settings.checkQuorum() && draft.leader != null && remaining > 0;
    boolean forced = campaign instanceof VoteRequest request && request.transfer();
    if (!leased || forced) {
      return false;
    }
    draft.emit(new RaftNotice.VoteIgnored(candidate, campaign.term(), remaining));
    return true;
  }

  /** Steps down unless a majority was heard since the last check, every T ticks. */
  static void checkQuorum(Draft draft) {
    int active = 0;
    for (int i = 0; i < draft.peers.length; i++) {
      Progress progress = draft.peers[i];
      boolean own = progress.member().equals(draft.self);
      if (!progress.learner() && (own || progress.recentActive())) {
        active++;
      }
      draft.setPeer(i, progress.withRecentActive(own));
    }
    if (active < draft.configuration.quorum()) {
      draft.emit(new RaftNotice.QuorumLost(draft.term));
      RoleRule.becomeFollower(draft, draft.term, null);
    }
  }

  /**
   * Whether, by the leader's own ticks, no other leader can exist: a majority answered heartbeats
   * sent so lately that their own leases on this leader cannot have run out. A heartbeat sent at
   * tick s reached a voter after s; the voter's T-th tick from there is more than T - 1 tick
   * periods away; the leader's present tick c ends at most c - s + 1 periods after s.
   */
  static boolean holdsLease(Draft draft) {
    if (draft.transferTarget != null) {
      return false; // its target campaigns in spite of leases
    }
    long oldest = draft.ticks - (draft.settings.electionTicks() - 2);
    int fresh = 0;
    for (Progress progress : draft.peers) {
      boolean own = progress.member().equals(draft.self);
      if (!progress.learner() && (own || progress.leaseTick() >= oldest)) {
        fresh++;
      }
    }
    return fresh >= draft.configuration.quorum();
  }
}
