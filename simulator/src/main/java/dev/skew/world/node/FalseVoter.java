package dev.skew.world.node;

import dev.skew.kernel.RandomSource;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.raft.RaftState;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes a member Byzantine: it has voted in a term, writes that down as it should, and tells
 * another candidate that it had not. It grants what it would have granted then: to no candidate
 * whose log is behind its own. It lies in this alone, and over all its lives.
 */
final class FalseVoter {

  private final Map<NodeId, Long> deceived = new HashMap<>(); // never iterated
  private double probability;
  private @Nullable RandomSource random;

  /**
   * @param stream of its own, so that a liar draws nothing that an honest member would draw
   */
  void lie(double probabilityNow, RandomSource stream) {
    probability = probabilityNow;
    random = stream;
  }

  /** A message is about to be handled by a member in this state. */
  void heard(NodeId from, RaftMessage message, RaftState state) {
    if (random != null
        && probability > 0
        && message instanceof VoteRequest request
        && isSecondVote(from, request, state)
        && random.nextBoolean(probability)) {
      deceived.put(from, request.term());
    }
  }

  private static boolean isSecondVote(NodeId from, VoteRequest request, RaftState state) {
    NodeId voted = state.vote();
    return request.term() == state.term()
        && voted != null
        && !voted.equals(from)
        && state.log().isNotNewerThan(request.lastTerm(), request.lastIndex());
  }

  /** Whether a message to a candidate is to be another one. */
  boolean deceives(NodeId to, RaftMessage message) {
    return message instanceof VoteResponse response
        && !response.granted()
        && deceived.remove(to, response.term());
  }
}
