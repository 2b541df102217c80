package dev.skew.world.kv;

/** What became of an operation, as far as its client can know (Maelstrom's error classes). */
public enum Outcome {
  /** Done. */
  OK("ok"),
  /** Certainly not done and never will be: refused, or a comparison that did not hold. */
  FAILED("failed"),
  /** Perhaps done, perhaps later, perhaps never: a time-out tells nothing. */
  UNKNOWN("unknown");

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The name as traces write it. */
  public String label() {
    return label;
  }
}
