package dev.skew.world.raft;

import dev.skew.world.raft.RaftMessage.AppendEntries;
import dev.skew.world.raft.RaftMessage.AppendResponse;
import dev.skew.world.raft.RaftMessage.Heartbeat;
import dev.skew.world.raft.RaftMessage.HeartbeatResponse;
import dev.skew.world.raft.RaftMessage.InstallSnapshot;
import dev.skew.world.raft.RaftMessage.PreVoteRequest;
import dev.skew.world.raft.RaftMessage.PreVoteResponse;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.topology.NodeId;

/** What a message's term does before the message is looked at (paper §5.1). */
final class TermRule {

  private TermRule() {}

  /** Whether the message is to be handled; the member may have stepped down for it. */
  static boolean admits(Draft draft, NodeId from, RaftMessage message) {
    if (isResponse(message) && draft.peer(from) < 0) {
      return false; // etcd's loop lets no answer of a stranger in
    }
    if (message.term() == 0 || message.term() == draft.term) {
      return true;
    }
    return message.term() > draft.term
        ? admitsHigher(draft, from, message)
        : admitsLower(draft, from, message);
  }

  private static boolean admitsHigher(Draft draft, NodeId from, RaftMessage message) {
    if (isCampaign(message) && LeaseRule.ignoresCandidate(draft, from, message)) {
      return false;
    }
    boolean tentative =
        message instanceof PreVoteRequest
            || (message instanceof PreVoteResponse response && response.granted());
    if (!tentative) {
      RoleRule.becomeFollower(draft, message.term(), isFromLeader(message) ? from : null);
    }
    return true;
  }

  /**
   * A leader of old hears of the new term only if it is told: with leases its voters ignore the
   * candidate that has it, so that candidate must tell the leader itself. This is how a member that
   * comes back with a raised term deposes a leader.
   */
  private static boolean admitsLower(Draft draft, NodeId from, RaftMessage message) {
    boolean telling = draft.settings.checkQuorum() || draft.settings.preVote();
    if (telling && (message instanceof Heartbeat || message instanceof AppendEntries)) {
      draft.send(from, AppendResponse.accepted(draft.term, 0));
    } else if (message instanceof PreVoteRequest) {
      draft.emit(new RaftNotice.VoteDecided(from, message.term(), false));
      draft.send(from, new PreVoteResponse(draft.term, false));
    }
    return false;
  }

  private static boolean isCampaign(RaftMessage message) {
    return message instanceof VoteRequest || message instanceof PreVoteRequest;
  }

  private static boolean isFromLeader(RaftMessage message) {
    return message instanceof AppendEntries
        || message instanceof Heartbeat
        || message instanceof InstallSnapshot;
  }

  private static boolean isResponse(RaftMessage message) {
    return message instanceof AppendResponse
        || message instanceof HeartbeatResponse
        || message instanceof VoteResponse
        || message instanceof PreVoteResponse;
  }
}
