package dev.skew.rehearse.scenario;

import java.time.Duration;
import java.util.List;

/**
 * How the quorum store works.
 *
 * @param replicas of each key (N)
 * @param writeQuorum acknowledgements a write waits for (W)
 * @param readQuorum answers a read waits for (R)
 * @param requestTimeout after which a coordinator gives up
 */
public record StoreSettings(
    int replicas,
    int writeQuorum,
    int readQuorum,
    Duration requestTimeout,
    Repair repair,
    List<Keyspace> keyspaces) {

  public static final StoreSettings DEFAULT =
      new StoreSettings(3, 2, 2, Duration.ofSeconds(2), Repair.DEFAULT, List.of(Keyspace.DEFAULT));

  public StoreSettings {
    keyspaces = List.copyOf(keyspaces);
  }

  /**
   * How replicas come together again.
   *
   * @param hintedHandoff whether a coordinator keeps writes for a replica that does not answer
   * @param hintWindow for how long it does
   * @param sloppyQuorum whether such hints count towards W
   * @param readRepair whether a read writes the newest value back to replicas that lack it
   * @param antiEntropy from one comparison of hash trees to the next, zero for never
   */
  public record Repair(
      boolean hintedHandoff,
      Duration hintWindow,
      boolean sloppyQuorum,
      boolean readRepair,
      Duration antiEntropy) {

    public static final Repair DEFAULT =
        new Repair(true, Duration.ofHours(3), false, true, Duration.ofSeconds(10));
  }

  /**
   * A set of keys that share a policy.
   *
   * @param name what keys begin with, before a slash
   * @param commitWait whether a write waits until its timestamp is past on every clock
   */
  public record Keyspace(String name, Versioning versioning, boolean commitWait) {

    public static final Keyspace DEFAULT = new Keyspace("kv", Versioning.VECTOR_CLOCK, false);
  }

  /** How a store tells which of two versions is the later. */
  public enum Versioning implements Labelled {
    /** By causality; what is concurrent is kept side by side. */
    VECTOR_CLOCK("vector-clock"),
    /** By the coordinator's physical clock: skew loses writes. */
    LAST_WRITE_WINS("last-write-wins"),
    /** By a hybrid logical clock. */
    HLC("hlc"),
    /** Values that merge by themselves. */
    CRDT("crdt"),
    /** By the storing replica's clock, as a database's own timestamp column. */
    DB_TIMESTAMP("db-timestamp");

    private final String label;

    Versioning(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }
  }
}
