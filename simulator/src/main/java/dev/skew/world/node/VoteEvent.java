package dev.skew.world.node;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.raft.BallotBook.DoubleVote;
import dev.skew.world.topology.NodeId;

/** What becomes of a member of the consensus group that votes twice in a term. */
public sealed interface VoteEvent extends TraceEvent {

  /** The member that recorded it. */
  NodeId node();

  /** A member has voted in a term, and tells another candidate that it votes for that one. */
  record LieTold(NodeId node, NodeId peer, NodeId voted, long term) implements VoteEvent {

    @Override
    public String kind() {
      return "lie-told";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name()).put("voted", voted.name());
      fields.put("term", term).put("what", "vote");
    }
  }

  /** A member has two ballots of another one for one term. */
  record Accused(NodeId node, DoubleVote proof) implements VoteEvent {

    @Override
    public String kind() {
      return "accused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", proof.voter().name()).put("term", proof.term());
      fields.put("candidate", proof.candidate().name()).put("other", proof.other().name());
    }
  }

  /** A member that knew of the proof applied the change that removes the liar. */
  record Expelled(NodeId node, NodeId peer) implements VoteEvent {

    @Override
    public String kind() {
      return "expelled";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("peer", peer.name());
    }
  }
}
