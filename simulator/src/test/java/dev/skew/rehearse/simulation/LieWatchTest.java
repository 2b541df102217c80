package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.node.VoteEvent;
import dev.skew.world.quorum.StoreEvent.Accused;
import dev.skew.world.quorum.StoreEvent.ContradictionFound;
import dev.skew.world.quorum.StoreEvent.LieTold;
import dev.skew.world.quorum.StoreEvent.QuarantineDecided;
import dev.skew.world.raft.BallotBook.DoubleVote;
import dev.skew.world.topology.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who sees everything knows which accusation is false, and since when a liar could be caught. */
class LieWatchTest {

  private static final NodeId HONEST = new NodeId(0, "store-0");
  private static final NodeId LIAR = new NodeId(1, "store-1");
  private static final NodeId OTHER = new NodeId(2, "etcd-2");

  private final LieWatch watch = new LieWatch();

  @Test
  void anAccusationIsFalseWhereItsNodeHadToldNoLie() {
    at(1, new Accused(HONEST, LIAR, "k"));
    at(2, new LieTold(LIAR, HONEST, "k", "value"));
    at(3, new Accused(HONEST, LIAR, "k"));

    assertThat(watch.accusations()).isEqualTo(2);
    assertThat(watch.falseAccusations()).isEqualTo(1);
  }

  @Test
  void theTimeRunsFromTheFirstContradictionThatTheLiarTookPartIn() {
    at(1, new LieTold(LIAR, HONEST, "k", "value"));
    at(2, new ContradictionFound(HONEST, "k", List.of(HONEST, LIAR)));
    assertThat(watch.quarantineSeconds()).isInfinite();

    at(3, new ContradictionFound(HONEST, "k", List.of(HONEST, LIAR)));
    at(5, new QuarantineDecided(HONEST, LIAR, false, 1));

    assertThat(watch.quarantineSeconds()).isEqualTo(3);
    assertThat(watch.quarantined()).isEqualTo(1);
  }

  @Test
  void aProofThatNeedsNoContradictionCountsAsSeeingIt() {
    at(1, new LieTold(LIAR, HONEST, "range 1 of kv", "digest"));
    at(2, new Accused(HONEST, LIAR, "range 1 of kv"));
    at(4, new QuarantineDecided(HONEST, LIAR, false, 1));

    assertThat(watch.quarantineSeconds()).isEqualTo(2);
  }

  @Test
  void whoIsTakenBackIsInQuarantineNoMore() {
    at(1, new QuarantineDecided(HONEST, LIAR, false, 1));
    at(2, new QuarantineDecided(HONEST, LIAR, true, 2));

    assertThat(watch.quarantined()).isZero();
    assertThat(watch.quarantineSeconds()).isZero();
  }

  @Test
  void aMemberThatVotedTwiceCanBeCaughtFromTheFirstProofOnUntilItIsRemoved() {
    DoubleVote proof = new DoubleVote(7, LIAR, HONEST, OTHER);
    at(1, new VoteEvent.LieTold(LIAR, OTHER, HONEST, 7));
    at(2, new VoteEvent.Accused(HONEST, proof));
    at(3, new VoteEvent.Accused(OTHER, proof));
    assertThat(watch.quarantineSeconds()).isInfinite();

    at(5, new VoteEvent.Expelled(OTHER, LIAR));
    at(6, new VoteEvent.Expelled(HONEST, LIAR));

    assertThat(watch.quarantineSeconds()).isEqualTo(3);
    assertThat(watch.quarantined()).isEqualTo(1);
    assertThat(watch.accusations()).isEqualTo(2);
    assertThat(watch.falseAccusations()).isZero();
  }

  @Test
  void aMemberThatVotedOnceIsAccusedFalsely() {
    at(2, new VoteEvent.Accused(HONEST, new DoubleVote(7, LIAR, HONEST, OTHER)));

    assertThat(watch.falseAccusations()).isEqualTo(1);
  }

  private void at(int second, TraceEvent event) {
    watch.onTrace(second * SimTime.SECOND, event);
  }
}
