package dev.skew.world.quorum;

import org.jspecify.annotations.Nullable;

/**
 * What members say to each other to decide on a quarantine: a round of Paxos for each epoch
 * (Lamport 2001, section 2.2), as Cassandra's lightweight transactions have one for each key.
 */
sealed interface DecisionStep {

  /** As traces name it. */
  String label();

  /**
   * Will you vote on this?
   *
   * @param base the newest decree that the sender knows, on which the next one builds
   */
  record Prepare(Decree base, long ballot, Charge charge) implements DecisionStep {

    @Override
    public String label() {
      return "prepare";
    }
  }

  /** I vote in no earlier ballot; this is what I have accepted so far, if anything. */
  record Promise(long epoch, long ballot, long acceptedBallot, @Nullable Decree accepted)
      implements DecisionStep {

    @Override
    public String label() {
      return "promise";
    }
  }

  /** Accept this decree. */
  record Accept(Decree decree, long ballot) implements DecisionStep {

    @Override
    public String label() {
      return "accept";
    }
  }

  /** I have accepted it. */
  record Accepted(long epoch, long ballot) implements DecisionStep {

    @Override
    public String label() {
      return "accepted";
    }
  }

  /**
   * I do not.
   *
   * @param promised the ballot in which I vote instead; 0 where the charge is what is wrong
   * @param reason what is wrong with the charge, empty where it is the ballot
   */
  record Refused(long epoch, long ballot, long promised, String reason) implements DecisionStep {

    @Override
    public String label() {
      return "refused";
    }
  }

  /** So it has been decided. */
  record Decided(Decree decree) implements DecisionStep {

    @Override
    public String label() {
      return "decided";
    }
  }

  /**
   * Why a decree is proposed.
   *
   * @param about whom, by place
   * @param accusation null for an operator's order
   */
  record Charge(int about, boolean isLift, boolean isForced, @Nullable Accusation accusation) {

    Decree decreeAfter(Decree base) {
      return isLift ? base.without(about) : base.with(about);
    }
  }
}
