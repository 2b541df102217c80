package dev.skew.world.check;

/** What a checker concludes. */
public enum Verdict {
  /** Everything was examined and nothing was wrong. */
  PASSED("passed"),
  /** At least one violation was found. */
  FAILED("failed"),
  /** No violation was found, but something could not be examined within the stated bound. */
  UNDECIDED("undecided");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** The verdict as reports write it. */
  public String label() {
    return label;
  }
}
