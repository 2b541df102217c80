package dev.skew.world.quorum;

/** How a keyspace tells versions of a row apart, and what becomes of two that clash. */
public enum Versioning {
  /**
   * Dotted version vectors: concurrent versions are kept as siblings until a client that has seen
   * them writes (Riak KV 2; Preguiça et al. 2010). Nothing is lost, somebody has to merge.
   */
  VECTOR_CLOCK("vector-clock"),
  /** The later wall-clock time of the coordinator wins (Cassandra): skew loses writes. */
  LAST_WRITE_WINS("last-write-wins"),
  /** The later hybrid logical time of the coordinator wins: causality holds despite skew. */
  HLC("hlc"),
  /** Values that merge by themselves: counters and add-wins sets (Shapiro et al. 2011). */
  CRDT("crdt"),
  /** The later wall-clock time of one node, the timestamp authority, wins. */
  DB_TIMESTAMP("db-timestamp");

  private final String label;

  Versioning(String label) {
    this.label = label;
  }

  /** The name as scenarios and traces write it. */
  public String label() {
    return label;
  }

  /** Whether a write's version is one timestamp, so that one of two versions is dropped. */
  boolean isByTimestamp() {
    return this == LAST_WRITE_WINS || this == HLC || this == DB_TIMESTAMP;
  }
}
