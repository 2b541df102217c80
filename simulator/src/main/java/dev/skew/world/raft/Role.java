package dev.skew.world.raft;

/** What a member is in the current term. */
public enum Role {
  FOLLOWER("follower"),
  /** Asks whether it could win before it raises its term (thesis §9.6). */
  PRE_CANDIDATE("pre-candidate"),
  CANDIDATE("candidate"),
  LEADER("leader");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The name as traces write it. */
  public String label() {
    return label;
  }
}
