package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who voted for whom in which term, as far as a member was told, and who voted twice in one.
 *
 * <p>That a term has one leader rests on every member's word that it votes once in it (paper §5.2),
 * and on two majorities having a member in common. Of an odd number of voters they may have no more
 * than one, and if that one votes twice there are two leaders. Of an even number they have two.
 */
public final class BallotBook {

  /** Of so many terms ballots are kept, the newest; an older one would be compared with nothing. */
  static final int KEPT_TERMS = 64;

  private final TreeMap<Long, Map<NodeId, NodeId>> candidates = new TreeMap<>();
  private final Map<NodeId, DoubleVote> proofs = new TreeMap<>();

  /** A vote. It is taken as signed, as in Castro and Liskov 1999: nobody can make one up. */
  public record Ballot(long term, NodeId voter, NodeId candidate) {}

  /** Two ballots that no honest member gives: for two candidates in one term. */
  public record DoubleVote(long term, NodeId voter, NodeId candidate, NodeId other) {

    /** What it consists of. */
    public List<Ballot> ballots() {
      return List.of(new Ballot(term, voter, candidate), new Ballot(term, voter, other));
    }
  }

  /**
   * Takes note of a ballot; the answer is what it proves of somebody of whom nothing was proved.
   */
  public Optional<DoubleVote> enter(Ballot ballot) {
    Map<NodeId, NodeId> ofTerm = candidates.computeIfAbsent(ballot.term(), term -> new TreeMap<>());
    NodeId first = ofTerm.putIfAbsent(ballot.voter(), ballot.candidate());
    if (candidates.size() > KEPT_TERMS) {
      candidates.pollFirstEntry();
    }
    if (first == null || first.equals(ballot.candidate()) || isProved(ballot.voter())) {
      return Optional.empty();
    }
    DoubleVote proof = new DoubleVote(ballot.term(), ballot.voter(), first, ballot.candidate());
    proofs.put(ballot.voter(), proof);
    return Optional.of(proof);
  }

  /**
   * Who voted for a candidate, by term.
   *
   * @param first of the terms in question
   * @param last of them
   */
  public SortedMap<Long, List<NodeId>> votersFor(NodeId candidate, long first, long last) {
    SortedMap<Long, List<NodeId>> voters = new TreeMap<>();
    candidates
        .subMap(first, true, last, true)
        .forEach(
            (term, choices) -> {
              List<NodeId> ofTerm = votersFor(candidate, choices);
              if (!ofTerm.isEmpty()) {
                voters.put(term, ofTerm);
              }
            });
    return voters;
  }

  private static List<NodeId> votersFor(NodeId candidate, Map<NodeId, NodeId> choices) {
    return choices.entrySet().stream()
        .filter(choice -> choice.getValue().equals(candidate))
        .map(Map.Entry::getKey)
        .toList();
  }

  public boolean isProved(NodeId voter) {
    return proofs.containsKey(voter);
  }

  /** One for each who voted twice, in the order of {@link NodeId}. */
  public List<DoubleVote> proofs() {
    return List.copyOf(proofs.values());
  }
}
