package dev.skew.world.quorum;

import dev.skew.kernel.SimTime;
import dev.skew.world.clock.TrueTime;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Releases;
import java.util.List;

/**
 * How a store is set up: the same for all its nodes.
 *
 * @param keyspaces at least one; the first takes the keys of no other
 * @param vnodes tokens per node on the ring (Cassandra 4: 16)
 * @param software which releases there are, and how one comes to run everywhere
 * @param byzantine what is done about nodes that lie
 */
public record StoreSettings(
    List<KeyspaceSettings> keyspaces,
    int vnodes,
    Requests requests,
    Repair repair,
    Detection detection,
    Storage storage,
    Stamps stamps,
    Software software,
    Byzantine byzantine) {

  public StoreSettings {
    keyspaces = List.copyOf(keyspaces);
    if (keyspaces.isEmpty()) {
      throw new IllegalArgumentException("a store needs at least one keyspace");
    }
    for (int i = 0; i < keyspaces.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (keyspaces.get(i).name().equals(keyspaces.get(j).name())) {
          throw new IllegalArgumentException(
              "keyspace " + keyspaces.get(i).name() + " is set up twice");
        }
      }
    }
    if (vnodes < 1 || vnodes > 1024) {
      throw new IllegalArgumentException("vnodes must lie in 1 to 1024, got " + vnodes);
    }
  }

  public static StoreSettings of(KeyspaceSettings... keyspaces) {
    return new StoreSettings(
        List.of(keyspaces),
        16,
        Requests.DEFAULT,
        Repair.DEFAULT,
        Detection.DEFAULT,
        Storage.DEFAULT,
        Stamps.DEFAULT,
        Software.DEFAULT,
        Byzantine.DEFAULT);
  }

  public StoreSettings withVnodes(int count) {
    return new StoreSettings(
        keyspaces, count, requests, repair, detection, storage, stamps, software, byzantine);
  }

  public StoreSettings with(Requests other) {
    return new StoreSettings(
        keyspaces, vnodes, other, repair, detection, storage, stamps, software, byzantine);
  }

  public StoreSettings with(Repair other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, other, detection, storage, stamps, software, byzantine);
  }

  public StoreSettings with(Detection other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, repair, other, storage, stamps, software, byzantine);
  }

  public StoreSettings with(Storage other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, repair, detection, other, stamps, software, byzantine);
  }

  public StoreSettings with(Stamps other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, repair, detection, storage, other, software, byzantine);
  }

  public StoreSettings with(Software other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, repair, detection, storage, stamps, other, byzantine);
  }

  public StoreSettings with(Byzantine other) {
    return new StoreSettings(
        keyspaces, vnodes, requests, repair, detection, storage, stamps, software, other);
  }

  /** Whether answers are compared for lies. */
  boolean detectsLies() {
    return byzantine.detects();
  }

  /** The most copies that any keyspace keeps. */
  int maxCopies() {
    int most = 1;
    for (KeyspaceSettings keyspace : keyspaces) {
      most = Math.max(most, keyspace.replication().copies());
    }
    return most;
  }

  /** The keyspace that a key belongs to. */
  public KeyspaceSettings keyspaceFor(String key) {
    return keyspaces.get(keyspaceOf(key));
  }

  /** The place of a key's keyspace in the list. */
  int keyspaceOf(String key) {
    int colon = key.indexOf(':');
    if (colon > 0) {
      for (int i = 1; i < keyspaces.size(); i++) {
        String name = keyspaces.get(i).name();
        if (name.length() == colon && key.startsWith(name)) {
          return i;
        }
      }
    }
    return 0;
  }

  /**
   * What a coordinator puts up with (Cassandra: write 2 s, read 5 s, a second replica asked after
   * the 99th percentile).
   *
   * @param speculativeRetryNanos when a read asks one more replica, 0 for never
   * @param maxSiblings a blind write to a row with so many versions is refused (Riak: 100)
   */
  public record Requests(
      long writeTimeoutNanos, long readTimeoutNanos, long speculativeRetryNanos, int maxSiblings) {

    public static final Requests DEFAULT =
        new Requests(2 * SimTime.SECOND, 5 * SimTime.SECOND, 50 * SimTime.MILLISECOND, 100);

    public Requests {
      positive("write time-out", writeTimeoutNanos);
      positive("read time-out", readTimeoutNanos);
      notNegative("speculative retry", speculativeRetryNanos);
      positive("sibling limit", maxSiblings);
    }
  }

  /**
   * How copies that fell behind are brought up to date.
   *
   * @param isReadRepairBlocking a read that found differing copies mends those it asked before it
   *     answers, so that quorum reads never go back (Cassandra 4's BLOCKING)
   * @param backgroundReadChance how often a read asks every replica and mends the late ones after
   *     its answer (Cassandra 3's read_repair_chance)
   * @param tombstoneGraceNanos how long a deletion is remembered by the node's wall clock
   */
  public record Repair(
      boolean isReadRepairBlocking,
      double backgroundReadChance,
      Hints hints,
      Trees trees,
      long tombstoneGraceNanos) {

    public static final Repair DEFAULT =
        new Repair(true, 0.1, Hints.DEFAULT, Trees.DEFAULT, 10 * 24 * 60 * SimTime.MINUTE);

    public Repair {
      if (!(backgroundReadChance >= 0 && backgroundReadChance <= 1)) {
        throw new IllegalArgumentException(
            "background read chance must lie in [0, 1], got " + backgroundReadChance);
      }
      notNegative("tombstone grace", tombstoneGraceNanos);
    }
  }

  /**
   * Hinted handoff.
   *
   * @param windowNanos hints are kept for a peer that has been gone no longer than this (Cassandra:
   *     3 h); 0 keeps none
   * @param replayIntervalNanos how often hints are sent to peers that are back
   * @param batch how many at a time to one peer
   */
  public record Hints(long windowNanos, long replayIntervalNanos, int batch) {

    public static final Hints DEFAULT = new Hints(180 * SimTime.MINUTE, 10 * SimTime.SECOND, 128);

    public static final Hints OFF = new Hints(0, 10 * SimTime.SECOND, 128);

    public Hints {
      notNegative("hint window", windowNanos);
      positive("hint replay interval", replayIntervalNanos);
      positive("hint batch", batch);
    }
  }

  /**
   * Anti-entropy.
   *
   * @param leaves of each tree, a power of two
   * @param exchangeIntervalNanos between two comparisons that a node begins, each of one key range
   *     with one peer; 0 turns it off
   */
  public record Trees(int leaves, long exchangeIntervalNanos) {

    public static final Trees DEFAULT = new Trees(32, SimTime.SECOND);

    public static final Trees OFF = new Trees(32, 0);

    public Trees {
      if (leaves < 2 || leaves > 1024 || Integer.bitCount(leaves) != 1) {
        throw new IllegalArgumentException(
            "leaves must be a power of two from 2 to 1024, got " + leaves);
      }
      notNegative("exchange interval", exchangeIntervalNanos);
    }
  }

  /**
   * How a node comes to think that another is down: gossiped heartbeats that stop (Cassandra
   * convicts after some 18 intervals at its default phi of 8), or requests that go unanswered
   * (Dynamo section 4.8.3), whichever is first.
   *
   * @param fanout how many live peers each round of gossip reaches
   * @param suspectAfterNanos silence of its heartbeat that makes a peer suspect
   * @param missedLimit unanswered requests in a row that do, 0 for never
   */
  public record Detection(
      long gossipIntervalNanos, int fanout, long suspectAfterNanos, int missedLimit) {

    public static final Detection DEFAULT =
        new Detection(SimTime.SECOND, 1, 18 * SimTime.SECOND, 3);

    public Detection {
      positive("gossip interval", gossipIntervalNanos);
      positive("gossip fanout", fanout);
      positive("suspicion delay", suspectAfterNanos);
      notNegative("missed limit", missedLimit);
    }
  }

  /**
   * The commit log.
   *
   * @param isPeriodic acknowledge before the log is on disk and sync every {@code periodNanos}
   *     (Cassandra's default, 10 s): a crash loses acknowledged writes. Otherwise batch: the
   *     acknowledgement waits for the sync.
   * @param periodNanos how often what nobody waits for, as hints, is synced in either case
   */
  public record Storage(boolean isPeriodic, long periodNanos) {

    public static final Storage DEFAULT = new Storage(false, 10 * SimTime.SECOND);

    public static final Storage PERIODIC = new Storage(true, 10 * SimTime.SECOND);

    public Storage {
      positive("sync period", periodNanos);
    }
  }

  /**
   * Where timestamps come from.
   *
   * @param authority the place, in the list of members, of the node that gives out db-timestamps
   * @param hlcMaxAheadNanos how far ahead of the own clock a hybrid timestamp is believed
   *     (CockroachDB: 500 ms)
   * @param errorNanos what commit-wait takes the clock to be wrong by after a synchronisation
   * @param driftBoundPpb and how fast it takes that to grow
   */
  public record Stamps(int authority, long hlcMaxAheadNanos, long errorNanos, long driftBoundPpb) {

    public static final Stamps DEFAULT =
        new Stamps(0, 500 * SimTime.MILLISECOND, SimTime.MILLISECOND, TrueTime.SPANNER_DRIFT_PPB);

    public Stamps {
      notNegative("authority", authority);
      notNegative("bound on hybrid timestamps", hlcMaxAheadNanos);
      notNegative("clock error", errorNanos);
      notNegative("drift bound", driftBoundPpb);
    }
  }

  /** What the nodes run, and how they come to run another version. */
  public record Software(Releases releases, BeaconSettings beacons) {

    public static final Software DEFAULT = new Software(Releases.ALIKE, BeaconSettings.OFF);
  }

  /**
   * What is done about nodes that lie.
   *
   * @param detects whether reads compare what replicas say of each write, value by value, and liars
   *     are put into quarantine; costs no message as long as nobody lies
   * @param masking f: a value is answered only when one replica more than this has it first hand
   */
  public record Byzantine(boolean detects, int masking) {

    public static final Byzantine DEFAULT = new Byzantine(true, 0);

    public static final Byzantine OFF = new Byzantine(false, 0);

    public Byzantine {
      notNegative("number of masked liars", masking);
      if (masking > 0 && !detects) {
        throw new IllegalArgumentException("masking needs to compare what replicas say");
      }
    }

    /** So many replicas cannot all lie, and two that fell out with each other convict nobody. */
    int witnessesNeeded() {
      return Math.max(2, masking + 1);
    }
  }

  private static void positive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be positive, got " + value);
    }
  }

  private static void notNegative(String what, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(what + " must not be negative, got " + value);
    }
  }
}
