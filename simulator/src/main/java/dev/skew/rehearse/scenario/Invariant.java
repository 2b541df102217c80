package dev.skew.rehearse.scenario;

/**
 * What checkers judge with yes or no, during the run or after it. Those that any correct system
 * keeps are judged in every run, whether a scenario names them or not.
 */
public enum Invariant implements Labelled {
  ONE_LEADER_PER_TERM("one-leader-per-term", true, "no term has two leaders"),
  LOG_MATCHING("log-matching", true, "two logs with an equal entry are equal up to it"),
  COMMITTED_AGREEMENT("committed-agreement", true, "no two nodes commit different entries"),
  COMMIT_MONOTONE("commit-monotone", true, "no node's commit index goes back"),
  LEADER_COMPLETENESS(
      "leader-completeness", true, "a leader has every entry that was committed before its term"),
  LINEARIZABILITY(
      "linearizability",
      true,
      "each key of the consensus group looks as if there were one copy of it and one operation at"
          + " a time"),
  ACKNOWLEDGED_WRITES(
      "acknowledged-writes",
      true,
      "every write that was acknowledged is there, or was overwritten, once all has settled"),
  PHANTOM_WRITES("phantom-writes", true, "no read returns what nobody wrote"),
  DUPLICATE_WRITES("duplicate-writes", true, "no write takes effect twice"),
  CAUSALITY("causality", false, "no effect is seen before its cause"),
  READ_YOUR_WRITES("read-your-writes", false, "a session sees what it wrote itself"),
  MONOTONIC_READS("monotonic-reads", false, "a session never sees an older state than before"),
  MONOTONIC_WRITES(
      "monotonic-writes",
      false,
      "a session's writes take effect in the order in which it made them"),
  CONVERGENCE("convergence", false, "all replicas of a key are equal at the end");

  private final String label;
  private final boolean alwaysJudged;
  private final String meaning;

  Invariant(String label, boolean alwaysJudged, String meaning) {
    this.label = label;
    this.alwaysJudged = alwaysJudged;
    this.meaning = meaning;
  }

  @Override
  public String label() {
    return label;
  }

  /** Whether a run fails by it without being asked. */
  public boolean isAlwaysJudged() {
    return alwaysJudged;
  }

  /** What it says, in a few words. */
  public String meaning() {
    return meaning;
  }
}
