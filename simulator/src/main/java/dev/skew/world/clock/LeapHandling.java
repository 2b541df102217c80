package dev.skew.world.clock;

/** How a node's clock gets over an inserted leap second. */
public enum LeapHandling {
  /** Falls back a second as the leap second begins: 23:59:59 twice, as the Linux kernel does. */
  REPEAT("repeat"),
  /**
   * Takes no notice, then is set back a second when the leap second is over: 00:00:00 twice, as
   * systems without leap support that are corrected afterwards.
   */
  STEP("step"),
  /** Runs 1/86400 slow from noon to noon around it: the linear 24-hour smear of Google and AWS. */
  SMEAR("smear"),
  /** Takes no notice at all and is a second ahead until something corrects it. */
  IGNORE("ignore");

  private final String label;

  LeapHandling(String label) {
    this.label = label;
  }

  /** The name as scenarios and traces write it. */
  public String label() {
    return label;
  }
}
