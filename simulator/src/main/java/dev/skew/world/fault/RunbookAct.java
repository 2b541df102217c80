package dev.skew.world.fault;

/**
 * What a runbook has operators do where no tool of the store has a command for it; none of it is a
 * fault.
 */
public sealed interface RunbookAct extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onRunbook(this);
  }

  @Override
  default boolean isRemedy() {
    return true;
  }

  /**
   * Versions that stand side by side become one.
   *
   * @param keyspace empty for all
   * @param key empty for all
   * @param keep {@code newest}, {@code union}, {@code longest}, {@code highest-writer}, or the name
   *     of the node whose version is kept
   */
  record Merge(String keyspace, String key, String keep) implements RunbookAct {}

  /**
   * The front through which clients write turns writes away, as an api-server does that is scaled
   * to no replicas; reads go past it.
   */
  record FreezeWrites(Front of, Scope scope) implements RunbookAct {}

  /** The front takes writes again. */
  record ResumeWrites(Front of) implements RunbookAct {}

  /** Whose clients. */
  enum Front {
    ALL("all", ""),
    CONSENSUS("consensus", ConsensusTargets.ROLE),
    STORE("store", RunbookTargets.STORE_ROLE),
    REPLICAS("replicas", ReplicaTargets.ROLE),
    SERVICES("services", "service");

    private final String label;
    private final String role;

    Front(String label, String role) {
      this.label = label;
      this.role = role;
    }

    public String label() {
      return label;
    }

    /** The role of the nodes behind it, empty for all. */
    public String role() {
      return role;
    }
  }

  /** Which writes. */
  enum Scope {
    ALL("all"),
    /** Those that the workload does not call critical. */
    NON_CRITICAL("non-critical");

    private final String label;

    Scope(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
