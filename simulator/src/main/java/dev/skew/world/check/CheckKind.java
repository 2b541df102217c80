package dev.skew.world.check;

/** What can be checked. */
public enum CheckKind {
  LINEARIZABILITY("linearizability"),
  LOST_WRITES("acknowledged-writes"),
  PHANTOM_READS("phantom-writes"),
  DUPLICATE_WRITES("duplicate-writes"),
  READ_YOUR_WRITES("read-your-writes"),
  MONOTONIC_READS("monotonic-reads"),
  MONOTONIC_WRITES("monotonic-writes"),
  CAUSALITY("causality"),
  CONVERGENCE("convergence"),
  ONE_LEADER_PER_TERM("one-leader-per-term"),
  LOG_MATCHING("log-matching"),
  COMMITTED_AGREEMENT("committed-agreement"),
  COMMIT_MONOTONE("commit-monotone"),
  LEADER_COMPLETENESS("leader-completeness");

  private final String label;

  CheckKind(String label) {
    this.label = label;
  }

  /** The name of the promise, as reports and scenarios write it. */
  public String label() {
    return label;
  }
}
