package dev.skew.rehearse.scenario;

import dev.skew.world.quorum.MergePolicy;
import dev.skew.world.version.Release;
import java.time.Duration;
import java.util.List;

/**
 * How the quorum store works; the defaults are Cassandra's where it has them.
 *
 * @param keyspaces at least one; the first takes the keys of no other
 * @param vnodes tokens of each node on the ring
 * @param writeTimeout after which a coordinator gives a write up
 * @param readTimeout after which a coordinator gives a read up
 * @param uncertainty what commit-wait believes of clocks
 * @param byzantine what is done about nodes that lie
 * @param software which releases there are, and how one comes to run everywhere
 */
public record StoreSettings(
    List<Keyspace> keyspaces,
    int vnodes,
    Duration writeTimeout,
    Duration readTimeout,
    Repair repair,
    CommitLog commitLog,
    Uncertainty uncertainty,
    Byzantine byzantine,
    Software software) {

  public static final StoreSettings DEFAULT =
      new StoreSettings(
          List.of(Keyspace.DEFAULT),
          16,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Repair.DEFAULT,
          CommitLog.DEFAULT,
          Uncertainty.DEFAULT,
          Byzantine.DEFAULT,
          Software.DEFAULT);

  public StoreSettings {
    keyspaces = List.copyOf(keyspaces);
  }

  /**
   * A set of keys that share a policy.
   *
   * @param name what its keys begin with, before a colon
   * @param replicas copies of each key (N)
   * @param writeQuorum acknowledgements that a write waits for (W)
   * @param readQuorum answers that a read waits for (R)
   * @param sloppyQuorum whether other nodes stand in for replicas that seem down
   * @param commitWait whether a write waits until its timestamp is past on every clock
   * @param merge what becomes of versions side by side that no client merges
   * @param mergeLimit how many clients' values a merged one may be made of
   */
  public record Keyspace(
      String name,
      Versioning versioning,
      int replicas,
      int writeQuorum,
      int readQuorum,
      boolean sloppyQuorum,
      boolean commitWait,
      Merge merge,
      int mergeLimit) {

    public static final Keyspace DEFAULT =
        new Keyspace("kv", Versioning.VECTOR_CLOCK, 3, 2, 2, false, false, Merge.MANUAL, 16);
  }

  /** How a store merges what stands side by side. */
  public enum Merge implements Labelled {
    MANUAL(MergePolicy.MANUAL),
    UNION(MergePolicy.UNION),
    LONGEST(MergePolicy.LONGEST),
    HIGHEST_WRITER(MergePolicy.HIGHEST_WRITER),
    NEWEST(MergePolicy.NEWEST);

    private final MergePolicy policy;

    Merge(MergePolicy policy) {
      this.policy = policy;
    }

    public MergePolicy policy() {
      return policy;
    }

    @Override
    public String label() {
      return policy.label();
    }
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
    /** By the physical clock of one node. */
    DB_TIMESTAMP("db-timestamp");

    private final String label;

    Versioning(String label) {
      this.label = label;
    }

    @Override
    public String label() {
      return label;
    }

    /** Whether a version is one timestamp. */
    public boolean isByTimestamp() {
      return this == LAST_WRITE_WINS || this == HLC || this == DB_TIMESTAMP;
    }
  }

  /**
   * How replicas come together again.
   *
   * @param hintedHandoff whether a coordinator keeps writes for a replica that does not answer
   * @param hintWindow for how long it does
   * @param readRepair whether a read mends the replicas that it found behind before it answers
   * @param antiEntropy from one comparison of hash trees to the next, zero for never
   * @param suspectAfter silence after which a node is held for down
   */
  public record Repair(
      boolean hintedHandoff,
      Duration hintWindow,
      boolean readRepair,
      Duration antiEntropy,
      Duration suspectAfter) {

    public static final Repair DEFAULT =
        new Repair(true, Duration.ofHours(3), true, Duration.ofSeconds(1), Duration.ofSeconds(18));
  }

  /**
   * When a write is on disk.
   *
   * @param periodic acknowledge before it is, and sync every {@code period}; else the
   *     acknowledgement waits for the sync
   */
  public record CommitLog(boolean periodic, Duration period) {

    public static final CommitLog DEFAULT = new CommitLog(false, Duration.ofSeconds(10));
  }

  /**
   * What commit-wait believes of clocks.
   *
   * @param error by which a clock may be wrong just after a synchronisation
   * @param driftPpm by which it may drift from then on
   */
  public record Uncertainty(Duration error, double driftPpm) {

    public static final Uncertainty DEFAULT = new Uncertainty(Duration.ofMillis(1), 200);
  }

  /**
   * What is done about nodes that lie.
   *
   * @param detect whether reads compare the values that replicas give of each write, and a majority
   *     of the nodes puts who gave another one into quarantine
   * @param masking how many liars among a key's replicas no read believes, however they lie
   */
  public record Byzantine(boolean detect, int masking) {

    public static final Byzantine DEFAULT = new Byzantine(true, 0);
  }

  /**
   * What the nodes run, and how they come to run another version.
   *
   * @param releases all there are; where empty, every version is one, and all are alike
   */
  public record Software(Beacons beacons, List<Release> releases) {

    public static final Software DEFAULT = new Software(Beacons.OFF, List.of());

    public Software {
      releases = List.copyOf(releases);
    }
  }

  /**
   * How versions spread by themselves.
   *
   * @param interval from one beacon of a node to its next, zero for none
   * @param fanout how many peers each reaches
   * @param adoptWithin a node that has heard of a newer revision restarts with it within this
   */
  public record Beacons(Duration interval, int fanout, Duration adoptWithin) {

    public static final Beacons OFF = new Beacons(Duration.ZERO, 1, Duration.ofSeconds(30));
  }
}
