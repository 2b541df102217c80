package dev.skew.world.replica;

/** The two threads of a replica (manual 17.2.3). */
public enum ReplicaThread {
  /** The receiver, which fetches the source's log into the relay log. */
  IO("io"),
  /** The applier, which executes the relay log. */
  SQL("sql");

  private final String label;

  ReplicaThread(String label) {
    this.label = label;
  }

  /** The name as commands and traces write it. */
  public String label() {
    return label;
  }
}
