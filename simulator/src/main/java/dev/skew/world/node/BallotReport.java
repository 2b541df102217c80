package dev.skew.world.node;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * Votes that a member passes on to another one.
 *
 * @param cluster whose terms they belong to, as in {@link ClusterMessage}
 * @param voters who voted for the candidate in this term
 */
record BallotReport(int cluster, long term, NodeId candidate, List<NodeId> voters)
    implements WireMessage {

  private static final int HEADER_BYTES = 48;

  /** A vote response with its signature. */
  private static final int BALLOT_BYTES = 80;

  BallotReport {
    voters = List.copyOf(voters);
  }

  @Override
  public String kind() {
    return "ballot-report";
  }

  @Override
  public int sizeBytes() {
    return HEADER_BYTES + BALLOT_BYTES * voters.size();
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("term", term).put("candidate", candidate.name());
    for (NodeId voter : voters) {
      fields.put("voter", voter.name());
    }
  }
}
