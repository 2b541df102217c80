package dev.skew.rehearse.simulation;

import dev.skew.rehearse.simulation.Report.Level;
import dev.skew.world.node.VoteEvent;
import dev.skew.world.quorum.StoreEvent;
import dev.skew.world.quorum.StoreEvent.Accused;
import dev.skew.world.quorum.StoreEvent.ChargeDismissed;
import dev.skew.world.quorum.StoreEvent.LieTold;
import dev.skew.world.quorum.StoreEvent.QuarantineDecided;
import dev.skew.world.raft.BallotBook.DoubleVote;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a person should read of lies and what becomes of liars, of repeated things the first. */
final class ByzantineLines {

  private final Set<String> said = new HashSet<>();

  /** A line and how it is to be taken. */
  record Line(Level level, String text) {}

  Optional<Line> of(StoreEvent event) {
    if (event instanceof LieTold lie) {
      return once(
          "lie of " + lie.node(),
          Level.FAULT,
          "%s tells %s its first lie: %s of %s"
              .formatted(lie.node(), lie.peer(), lie.what(), lie.key()));
    }
    if (event instanceof Accused accused) {
      return once(
          accused.node() + " accuses " + accused.peer(),
          Level.NOTE,
          "%s accuses %s of a lie about %s"
              .formatted(accused.node(), accused.peer(), accused.key()));
    }
    if (event instanceof QuarantineDecided decided) {
      String verdict = decided.isLifted() ? " is out of quarantine" : " is in quarantine";
      String by = ", by decision " + decided.epoch() + " of the majority";
      return Optional.of(new Line(Level.HEAL, decided.peer() + verdict + by));
    }
    if (event instanceof ChargeDismissed dismissed) {
      String text = dismissed.peer() + " stays: " + dismissed.reason();
      return once(text, Level.NOTE, text);
    }
    return Optional.empty();
  }

  Optional<Line> of(VoteEvent event) {
    if (event instanceof VoteEvent.LieTold lie) {
      return Optional.of(
          new Line(
              Level.FAULT,
              "%s votes for %s in term %d, after it has voted for %s"
                  .formatted(lie.node(), lie.peer(), lie.term(), lie.voted())));
    }
    if (event instanceof VoteEvent.Accused accused) {
      DoubleVote proof = accused.proof();
      return once(
          accused.node() + " accuses " + proof.voter(),
          Level.NOTE,
          "%s accuses %s of two votes in term %d, for %s and for %s"
              .formatted(
                  accused.node(), proof.voter(), proof.term(), proof.candidate(), proof.other()));
    }
    if (event instanceof VoteEvent.Expelled expelled) {
      String text = expelled.peer() + " is no member any more, by decision of the group";
      return once(text, Level.HEAL, text);
    }
    return Optional.empty();
  }

  private Optional<Line> once(String what, Level level, String text) {
    return said.add(what) ? Optional.of(new Line(level, text)) : Optional.empty();
  }
}
