package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.PreVoteRequest;
import dev.skew.world.raft.RaftMessage.PreVoteResponse;
import dev.skew.world.raft.RaftMessage.TimeoutNow;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.topology.NodeId;

/** Timeouts, campaigns and votes (paper §5.2, §5.4.1; pre-vote: thesis §9.6). */
final class ElectionRule {

  private ElectionRule() {}

  private enum Kind {
    PRE_VOTE,
    VOTE,
    TRANSFER
  }

  /** A tick of a member that does not lead. */
  static void tick(Draft draft) {
    draft.electionElapsed++;
    if (isPromotable(draft) && draft.electionElapsed >= draft.electionTimeout) {
      draft.electionElapsed = 0;
      campaignOnTimeout(draft);
    }
  }

  static void campaignOnTimeout(Draft draft) {
    if (draft.leads() || !isPromotable(draft) || MembershipRule.awaitsChange(draft)) {
      return;
    }
    campaign(draft, draft.settings.preVote() ? Kind.PRE_VOTE : Kind.VOTE);
  }

  /** The leader hands over: campaign at once, leases and pre-vote notwithstanding. */
  static void onTimeoutNow(Draft draft, TimeoutNow message) {
    if (draft.role == Role.FOLLOWER && isPromotable(draft)) {
      campaign(draft, Kind.TRANSFER);
    }
  }

  static void onVoteRequest(Draft draft, NodeId from, VoteRequest request) {
    boolean free = draft.vote == null && draft.leader == null;
    boolean granted =
        (free || from.equals(draft.vote))
            && draft.log.isNotNewerThan(request.lastTerm(), request.lastIndex());
    draft.emit(new RaftNotice.VoteDecided(from, request.term(), granted));
    if (granted) {
      draft.electionElapsed = 0;
      draft.vote = from;
    }
    draft.send(from, new VoteResponse(draft.term, granted));
  }

  /** Records nothing: a pre-vote binds nobody. */
  static void onPreVoteRequest(Draft draft, NodeId from, PreVoteRequest request) {
    boolean free =
        (draft.vote == null && draft.leader == null)
            || from.equals(draft.vote)
            || request.term() > draft.term;
    boolean granted = free && draft.log.isNotNewerThan(request.lastTerm(), request.lastIndex());
    draft.emit(new RaftNotice.VoteDecided(from, request.term(), granted));
    draft.send(from, new PreVoteResponse(granted ? request.term() : draft.term, granted));
  }

  static void onVoteResponse(Draft draft, NodeId from, VoteResponse response) {
    if (draft.role == Role.CANDIDATE) {
      count(draft, from, response.granted());
    }
  }

  static void onPreVoteResponse(Draft draft, NodeId from, PreVoteResponse response) {
    if (draft.role == Role.PRE_CANDIDATE) {
      count(draft, from, response.granted());
    }
  }

  /** Whether the member may lead: a voter that is not in the middle of a restore. */
  static boolean isPromotable(Draft draft) {
    int self = draft.peer(draft.self);
    return self >= 0
        && !draft.peers[self].learner()
        && draft.applied >= draft.log.snapshot().index();
  }

  private static void campaign(Draft draft, Kind kind) {
    draft.emit(
        new RaftNotice.CampaignStarted(draft.term, kind == Kind.PRE_VOTE, kind == Kind.TRANSFER));
    if (kind == Kind.PRE_VOTE) {
      RoleRule.becomePreCandidate(draft);
    } else {
      RoleRule.becomeCandidate(draft);
    }
    draft.votes = draft.votes.with(draft.self, true);
    if (draft.votes.verdict(draft.configuration) == Votes.Verdict.WON) {
      win(draft);
    } else {
      askForVotes(draft, kind);
    }
  }

  private static void askForVotes(Draft draft, Kind kind) {
    long lastIndex = draft.log.lastIndex();
    long lastTerm = draft.log.lastTerm();
    RaftMessage question =
        kind == Kind.PRE_VOTE
            ? new PreVoteRequest(draft.term + 1, lastIndex, lastTerm)
            : new VoteRequest(draft.term, lastIndex, lastTerm, kind == Kind.TRANSFER);
    for (NodeId voter : draft.configuration.voters()) {
      if (!voter.equals(draft.self)) {
        draft.send(voter, question);
      }
    }
  }

  private static void count(Draft draft, NodeId voter, boolean granted) {
    draft.votes = draft.votes.with(voter, granted);
    Votes.Verdict verdict = draft.votes.verdict(draft.configuration);
    boolean removed = !isPromotable(draft); // by a change that it applied in mid-campaign
    if (verdict == Votes.Verdict.WON && !removed) {
      win(draft);
    } else if (verdict == Votes.Verdict.LOST || removed) {
      RoleRule.becomeFollower(draft, draft.term, null);
    }
  }

  private static void win(Draft draft) {
    if (draft.role == Role.PRE_CANDIDATE) {
      campaign(draft, Kind.VOTE);
    } else {
      RoleRule.becomeLeader(draft);
      ReplicationRule.broadcast(draft);
    }
  }
}
