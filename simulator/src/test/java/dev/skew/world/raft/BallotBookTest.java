package dev.skew.world.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.BallotBook.Ballot;
import dev.skew.world.raft.BallotBook.DoubleVote;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A member votes for at most one candidate in a term (paper §5.2): what proves that one did not.
 */
class BallotBookTest {

  private static final NodeId A = new NodeId(0, "etcd-0");
  private static final NodeId B = new NodeId(1, "etcd-1");
  private static final NodeId C = new NodeId(2, "etcd-2");

  private final BallotBook book = new BallotBook();

  @Test
  void twoCandidatesOfOneTermProveADoubleVote() {
    book.enter(new Ballot(7, C, A));

    assertThat(book.enter(new Ballot(7, C, B))).contains(new DoubleVote(7, C, A, B));
    assertThat(book.isProved(C)).isTrue();
  }

  @Test
  void aCandidateThatVotesForAnotherHasVotedTwice() {
    book.enter(new Ballot(7, A, A));

    assertThat(book.enter(new Ballot(7, A, B))).contains(new DoubleVote(7, A, A, B));
  }

  @Test
  void votesInTwoTermsProveNothing() {
    book.enter(new Ballot(7, C, A));

    assertThat(book.enter(new Ballot(8, C, B))).isEmpty();
    assertThat(book.proofs()).isEmpty();
  }

  @Test
  void theSameBallotTwiceProvesNothing() {
    book.enter(new Ballot(7, C, A));

    assertThat(book.enter(new Ballot(7, C, A))).isEmpty();
  }

  @Test
  void whoWasProvedToLieIsNotProvedToLieAgain() {
    book.enter(new Ballot(7, C, A));
    book.enter(new Ballot(7, C, B));
    book.enter(new Ballot(8, C, A));

    assertThat(book.enter(new Ballot(8, C, B))).isEmpty();
    assertThat(book.proofs()).containsExactly(new DoubleVote(7, C, A, B));
  }

  @Test
  void theBallotsOfAProofProveItToSomebodyElse() {
    BallotBook other = new BallotBook();
    DoubleVote proof = new DoubleVote(7, C, A, B);

    proof.ballots().forEach(other::enter);

    assertThat(other.proofs()).containsExactly(proof);
  }

  @Test
  void votersAreKnownByTermAndCandidate() {
    book.enter(new Ballot(6, A, A));
    book.enter(new Ballot(7, C, A));
    book.enter(new Ballot(7, A, A));
    book.enter(new Ballot(7, B, B));
    book.enter(new Ballot(9, A, A));

    assertThat(book.votersFor(A, 7, 8)).containsExactly(Map.entry(7L, List.of(A, C)));
  }

  @Test
  void ofTermsLongPastNothingIsKept() {
    for (long term = 1; term <= BallotBook.KEPT_TERMS + 1; term++) {
      book.enter(new Ballot(term, C, A));
    }

    assertThat(book.enter(new Ballot(1, C, B))).isEmpty();
    assertThat(book.enter(new Ballot(3, C, B))).isPresent();
  }
}
