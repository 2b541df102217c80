package dev.skew.world.kv;

/** How fresh a read must be. */
public enum Consistency {
  /** Reflects every write acknowledged before the read began. */
  LINEARIZABLE("linearizable"),
  /** Whatever the node that was asked has applied. */
  SERIALIZABLE("serializable"),
  /** As many replicas as the store's read quorum says. */
  QUORUM("quorum"),
  /** One replica. */
  ONE("one"),
  /** Every replica. */
  ALL("all"),
  /** However a service happens to answer. */
  PLAIN("read");

  private final String label;

  Consistency(String label) {
    this.label = label;
  }

  /** The name as scenarios and traces write it. */
  public String label() {
    return label;
  }
}
