package dev.skew.world.node;

import dev.skew.kernel.RandomSource;
import dev.skew.world.raft.RaftMessage;
import dev.skew.world.raft.RaftMessage.VoteRequest;
import dev.skew.world.raft.RaftMessage.VoteResponse;
import dev.skew.world.raft.RaftState;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a member Byzantine: it has voted in a term, writes that down as it should, and tells
 * another candidate that it had not. It grants what it would have granted then: to no candidate
 * whose log is behind its own. It lies in this alone, and over all its lives.
 */
final class FalseVoter {

  /** A candidate that is to be told that it has the vote which another one has. */
  private record Deceit(long term, NodeId voted) {}

  private final Map<NodeId, Deceit> deceits = new HashMap<>(); // never iterated
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
    NodeId voted = state.vote();
    if (random != null
        && voted != null
        && message instanceof VoteRequest request
        && isSecondVote(from, request, state)
        && random.nextBoolean(probability)) {
      deceits.put(from, new Deceit(request.term(), voted));
    }
  }

  private static boolean isSecondVote(NodeId from, VoteRequest request, RaftState state) {
    return request.term() == state.term()
        && !from.equals(state.vote())
        && state.log().isNotNewerThan(request.lastTerm(), request.lastIndex());
  }

  /** Who has the vote that an answer is to give to another candidate; mostly the answer is true. */
  Optional<NodeId> betrayed(NodeId to, RaftMessage message) {
    Deceit deceit = deceits.get(to);
    if (deceit == null
        || !(message instanceof VoteResponse response)
        || response.granted()
        || response.term() != deceit.term()) {
      return Optional.empty();
    }
    deceits.remove(to);
    return Optional.of(deceit.voted());
  }
}
