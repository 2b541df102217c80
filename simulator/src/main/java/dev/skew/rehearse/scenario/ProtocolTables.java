package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.ConsensusSettings.Release;
import dev.skew.rehearse.scenario.ConsensusSettings.Unsafe;
import dev.skew.rehearse.scenario.StoreSettings.CommitLog;
import dev.skew.rehearse.scenario.StoreSettings.Keyspace;
import dev.skew.rehearse.scenario.StoreSettings.Merge;
import dev.skew.rehearse.scenario.StoreSettings.Repair;
import dev.skew.rehearse.scenario.StoreSettings.Uncertainty;
import dev.skew.rehearse.scenario.StoreSettings.Versioning;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of {@code consensus} and {@code store}. */
final class ProtocolTables {

  private static final Shape<Duration> TIMER =
      Scalars.duration(Duration.ofMillis(1), Duration.ofHours(1));

  private static final Field<Unsafe, Boolean> LEASE_READS =
      Field.of(
          "leaseReads",
          Scalars.BOOLEAN,
          Unsafe::leaseReads,
          "A leader answers linearizable reads from its lease, trusting its clock.");
  private static final Field<Unsafe, Boolean> VOTES =
      Field.of(
          "votesNotPersisted",
          Scalars.BOOLEAN,
          Unsafe::votesNotPersisted,
          "A node forgets at a crash for whom it voted.");
  private static final Field<Unsafe, Boolean> FSYNC =
      Field.of(
          "fsyncSkipped",
          Scalars.BOOLEAN,
          Unsafe::fsyncSkipped,
          "A node says that entries are on disk before they are.");
  private static final ObjectShape<Unsafe> UNSAFE =
      ObjectShape.of(
              "unsafe", Unsafe.NONE, "What no one should switch on, except to see what happens.")
          .with(LEASE_READS)
          .with(VOTES)
          .with(FSYNC)
          .make(
              values -> new Unsafe(values.get(LEASE_READS), values.get(VOTES), values.get(FSYNC)));

  private static final Field<ConsensusSettings, Release> RELEASE =
      Field.of(
          "release",
          Shapes.choice(Release.values()),
          ConsensusSettings::release,
          "Whose behaviour where etcd's releases differ.");
  private static final Field<ConsensusSettings, Duration> TICK =
      Field.of(
          "tick", TIMER, ConsensusSettings::tick, "The unit in which timers count, by own clock.");
  private static final Field<ConsensusSettings, Duration> HEARTBEAT =
      Field.of(
          "heartbeat",
          TIMER,
          ConsensusSettings::heartbeat,
          "From one heartbeat to the next, a whole number of ticks.");
  private static final Field<ConsensusSettings, Duration> ELECTION =
      Field.of(
          "election",
          TIMER,
          ConsensusSettings::election,
          "Shortest election timeout, a whole number of ticks; each is drawn from one to two of it.");
  private static final Field<ConsensusSettings, Boolean> PRE_VOTE =
      Field.of(
          "preVote",
          Scalars.BOOLEAN,
          ConsensusSettings::preVote,
          "Whether a candidate asks before it raises the term.");
  private static final Field<ConsensusSettings, Boolean> CHECK_QUORUM =
      Field.of(
          "checkQuorum",
          Scalars.BOOLEAN,
          ConsensusSettings::checkQuorum,
          "Whether a leader that hears no majority steps down.");
  private static final Field<ConsensusSettings, Duration> REQUEST_TIMEOUT =
      Field.of(
          "requestTimeout",
          TIMER,
          ConsensusSettings::requestTimeout,
          "After which a server gives a client's request up (etcd: 5 s and two election timeouts).");
  private static final Field<ConsensusSettings, Integer> SNAPSHOT_COUNT =
      Field.of(
          "snapshotCount",
          Scalars.count(1, 100_000_000),
          ConsensusSettings::snapshotCount,
          "Applied entries between two snapshots.");
  private static final Field<ConsensusSettings, Integer> CATCH_UP =
      Field.of(
          "catchUpEntries",
          Scalars.count(0, 100_000_000),
          ConsensusSettings::catchUpEntries,
          "Entries kept behind a snapshot for followers that lag.");
  private static final Field<ConsensusSettings, Boolean> VOTE_EVIDENCE =
      Field.of(
          "voteEvidence",
          Scalars.BOOLEAN,
          ConsensusSettings::voteEvidence,
          "Candidates and leaders of one term compare who voted for them; who voted for two of them"
              + " is removed. No etcd does this.");
  private static final Field<ConsensusSettings, Unsafe> UNSAFE_OF =
      Field.of("unsafe", UNSAFE, ConsensusSettings::unsafe, "Ways to break it; all off.");

  static final ObjectShape<ConsensusSettings> CONSENSUS =
      ObjectShape.of(
              "consensus",
              ConsensusSettings.DEFAULT,
              "How the etcd nodes agree; by default as etcd 3.4 without flags.")
          .with(RELEASE)
          .with(TICK)
          .with(HEARTBEAT)
          .with(ELECTION)
          .with(PRE_VOTE)
          .with(CHECK_QUORUM)
          .with(REQUEST_TIMEOUT)
          .with(SNAPSHOT_COUNT)
          .with(CATCH_UP)
          .with(VOTE_EVIDENCE)
          .with(UNSAFE_OF)
          .check(values -> refuseBrokenTicks(values, HEARTBEAT), TICK, HEARTBEAT)
          .check(values -> refuseBrokenTicks(values, ELECTION), TICK, ELECTION)
          .check(ProtocolTables::checkTimers, HEARTBEAT, ELECTION)
          .check(ProtocolTables::checkLease, UNSAFE_OF, CHECK_QUORUM)
          .make(
              values ->
                  new ConsensusSettings(
                      values.get(RELEASE),
                      values.get(TICK),
                      values.get(HEARTBEAT),
                      values.get(ELECTION),
                      values.get(PRE_VOTE),
                      values.get(CHECK_QUORUM),
                      values.get(REQUEST_TIMEOUT),
                      values.get(SNAPSHOT_COUNT),
                      values.get(CATCH_UP),
                      values.get(VOTE_EVIDENCE),
                      values.get(UNSAFE_OF)));

  private static final Field<Keyspace, String> KEYSPACE_NAME =
      Field.required(
          "name",
          Scalars.name("a name"),
          Keyspace::name,
          "What its keys begin with, before a colon.");
  private static final Field<Keyspace, Versioning> VERSIONING =
      Field.of(
          "versioning",
          Shapes.choice(Versioning.values()),
          Keyspace::versioning,
          "How it tells which of two versions is the later.");
  private static final Field<Keyspace, Integer> REPLICAS =
      Field.of("replicas", Scalars.count(1, 30), Keyspace::replicas, "Copies of each key, N.");
  private static final Field<Keyspace, Integer> WRITE_QUORUM =
      Field.of(
          "writeQuorum",
          Scalars.count(1, 30),
          Keyspace::writeQuorum,
          "Acknowledgements that a write waits for, W; a majority where absent.");
  private static final Field<Keyspace, Integer> READ_QUORUM =
      Field.of(
          "readQuorum",
          Scalars.count(1, 30),
          Keyspace::readQuorum,
          "Answers that a read waits for, R; a majority where absent.");
  private static final Field<Keyspace, Boolean> SLOPPY =
      Field.of(
          "sloppyQuorum",
          Scalars.BOOLEAN,
          Keyspace::sloppyQuorum,
          "Whether other nodes stand in for replicas that seem down.");
  private static final Field<Keyspace, Boolean> COMMIT_WAIT =
      Field.of(
          "commitWait",
          Scalars.BOOLEAN,
          Keyspace::commitWait,
          "Whether a write waits until its timestamp is past on every clock.");
  private static final Field<Keyspace, Merge> MERGE =
      Field.of(
          "merge",
          Shapes.choice(Merge.values()),
          Keyspace::merge,
          "What the store makes of versions that stand side by side, every second; what a policy"
              + " cannot decide waits for an operator.");
  private static final Field<Keyspace, Integer> MERGE_LIMIT =
      Field.of(
          "mergeLimit",
          Scalars.count(2, 1_000),
          Keyspace::mergeLimit,
          "How many clients' values a union may hold; more are for an operator.");
  private static final ObjectShape<Keyspace> KEYSPACE =
      ObjectShape.of("keyspace", Keyspace.DEFAULT, "A set of keys that share a policy.")
          .with(KEYSPACE_NAME)
          .with(VERSIONING)
          .with(REPLICAS)
          .with(WRITE_QUORUM)
          .with(READ_QUORUM)
          .with(SLOPPY)
          .with(COMMIT_WAIT)
          .with(MERGE)
          .with(MERGE_LIMIT)
          .check(values -> refuseLargeQuorum(values, WRITE_QUORUM), REPLICAS, WRITE_QUORUM)
          .check(values -> refuseLargeQuorum(values, READ_QUORUM), REPLICAS, READ_QUORUM)
          .check(ProtocolTables::checkCommitWait, COMMIT_WAIT, VERSIONING)
          .check(ProtocolTables::checkMerge, MERGE, VERSIONING)
          .check(ProtocolTables::checkReplicas, REPLICAS)
          .make(ProtocolTables::keyspace);

  private static final Field<Repair, Boolean> HINTS =
      Field.of(
          "hintedHandoff",
          Scalars.BOOLEAN,
          Repair::hintedHandoff,
          "Whether a coordinator keeps writes for a replica that does not answer.");
  private static final Field<Repair, Duration> HINT_WINDOW =
      Field.of(
          "hintWindow",
          Scalars.duration(Duration.ofSeconds(1), Duration.ofDays(31)),
          Repair::hintWindow,
          "For how long it does.");
  private static final Field<Repair, Boolean> READ_REPAIR =
      Field.of(
          "readRepair",
          Scalars.BOOLEAN,
          Repair::readRepair,
          "Whether a read mends the replicas that it found behind.");
  private static final Field<Repair, Duration> ANTI_ENTROPY =
      Field.of(
          "antiEntropy",
          Scalars.duration(Duration.ZERO, Duration.ofDays(1)),
          Repair::antiEntropy,
          "From one comparison of hash trees to the next; 0s for never.");
  private static final Field<Repair, Duration> SUSPECT_AFTER =
      Field.of(
          "suspectAfter",
          Scalars.duration(Duration.ofMillis(100), Duration.ofHours(1)),
          Repair::suspectAfter,
          "Silence after which a node is held for down.");
  private static final ObjectShape<Repair> REPAIR =
      ObjectShape.of("repair", Repair.DEFAULT, "How replicas come together again.")
          .with(HINTS)
          .with(HINT_WINDOW)
          .with(READ_REPAIR)
          .with(ANTI_ENTROPY)
          .with(SUSPECT_AFTER)
          .make(
              values ->
                  new Repair(
                      values.get(HINTS),
                      values.get(HINT_WINDOW),
                      values.get(READ_REPAIR),
                      values.get(ANTI_ENTROPY),
                      values.get(SUSPECT_AFTER)));

  private static final Field<CommitLog, Boolean> PERIODIC =
      Field.of(
          "periodic",
          Scalars.BOOLEAN,
          CommitLog::periodic,
          "Acknowledge before a write is on disk: a loss of power loses it.");
  private static final Field<CommitLog, Duration> PERIOD =
      Field.of("period", TIMER, CommitLog::period, "From one sync to the next, where periodic.");
  private static final ObjectShape<CommitLog> COMMIT_LOG =
      ObjectShape.of("commit-log", CommitLog.DEFAULT, "When a write is on disk.")
          .with(PERIODIC)
          .with(PERIOD)
          .make(values -> new CommitLog(values.get(PERIODIC), values.get(PERIOD)));

  private static final Field<Uncertainty, Duration> ERROR =
      Field.of(
          "error",
          Scalars.duration(Duration.ZERO, Duration.ofMinutes(1)),
          Uncertainty::error,
          "By which a clock may be wrong just after a synchronisation.");
  private static final Field<Uncertainty, Double> DRIFT =
      Field.of(
          "drift",
          Scalars.rate(0, 500_000),
          Uncertainty::driftPpm,
          "By which it may drift from then on.");
  private static final ObjectShape<Uncertainty> UNCERTAINTY =
      ObjectShape.of("uncertainty", Uncertainty.DEFAULT, "What commit-wait believes of clocks.")
          .with(ERROR)
          .with(DRIFT)
          .make(values -> new Uncertainty(values.get(ERROR), values.get(DRIFT)));

  static final Field<StoreSettings, List<Keyspace>> KEYSPACES =
      Field.of(
              "keyspaces",
              Shapes.list(KEYSPACE, 1, 100),
              StoreSettings::keyspaces,
              "Sets of keys with their policies; the first takes the keys of no other.")
          .inheriting(values -> List.of()); // a keyspace has its own defaults
  private static final Field<StoreSettings, Integer> VNODES =
      Field.of(
          "vnodes",
          Scalars.count(1, 1_024),
          StoreSettings::vnodes,
          "Tokens of each node on the ring.");
  private static final Field<StoreSettings, Duration> WRITE_TIMEOUT =
      Field.of(
          "writeTimeout",
          TIMER,
          StoreSettings::writeTimeout,
          "After which a coordinator gives a write up.");
  private static final Field<StoreSettings, Duration> READ_TIMEOUT =
      Field.of(
          "readTimeout",
          TIMER,
          StoreSettings::readTimeout,
          "After which a coordinator gives a read up.");
  private static final Field<StoreSettings, Repair> REPAIR_OF =
      Field.of("repair", REPAIR, StoreSettings::repair, "How replicas come together again.");
  private static final Field<StoreSettings, CommitLog> COMMIT_LOG_OF =
      Field.of("commitLog", COMMIT_LOG, StoreSettings::commitLog, "When a write is on disk.");
  private static final Field<StoreSettings, Uncertainty> UNCERTAINTY_OF =
      Field.of(
          "uncertainty",
          UNCERTAINTY,
          StoreSettings::uncertainty,
          "What commit-wait believes of clocks.");

  static final ObjectShape<StoreSettings> STORE =
      ObjectShape.of("store", StoreSettings.DEFAULT, "How the quorum store works.")
          .with(KEYSPACES)
          .with(VNODES)
          .with(WRITE_TIMEOUT)
          .with(READ_TIMEOUT)
          .with(REPAIR_OF)
          .with(COMMIT_LOG_OF)
          .with(UNCERTAINTY_OF)
          .with(ByzantineTable.BYZANTINE)
          .with(SoftwareTable.BEACONS)
          .with(SoftwareTable.VERSIONS)
          .check(ProtocolTables::checkStore, KEYSPACES)
          .check(ByzantineTable::checkMasking, ByzantineTable.BYZANTINE, KEYSPACES)
          .check(SoftwareTable::refuseTwins, SoftwareTable.VERSIONS)
          .make(
              values ->
                  new StoreSettings(
                      values.get(KEYSPACES),
                      values.get(VNODES),
                      values.get(WRITE_TIMEOUT),
                      values.get(READ_TIMEOUT),
                      values.get(REPAIR_OF),
                      values.get(COMMIT_LOG_OF),
                      values.get(UNCERTAINTY_OF),
                      values.get(ByzantineTable.BYZANTINE),
                      SoftwareTable.software(values)));

  private ProtocolTables() {}

  private static void refuseBrokenTicks(Values values, Field<ConsensusSettings, Duration> timer) {
    if (values.get(timer).toNanos() % values.get(TICK).toNanos() != 0) {
      values.reject(
          timer, "must be a whole number of ticks of " + TICK.shape().write(values.get(TICK)));
    }
  }

  private static void checkTimers(Values values) {
    if (values.get(ELECTION).compareTo(values.get(HEARTBEAT)) <= 0) {
      values.reject(
          ELECTION,
          "must be longer than the heartbeat of "
              + TICK.shape().write(values.get(HEARTBEAT))
              + "; etcd wants at least five times as much");
    }
  }

  private static void checkLease(Values values) {
    if (values.get(UNSAFE_OF).leaseReads() && !values.get(CHECK_QUORUM)) {
      values.reject(CHECK_QUORUM, "must be true where reads are answered from a lease");
    }
  }

  private static Keyspace keyspace(Values values) {
    int replicas = values.get(REPLICAS);
    int majority = replicas / 2 + 1;
    return new Keyspace(
        values.get(KEYSPACE_NAME),
        values.get(VERSIONING),
        replicas,
        values.isGiven(WRITE_QUORUM) ? values.get(WRITE_QUORUM) : majority,
        values.isGiven(READ_QUORUM) ? values.get(READ_QUORUM) : majority,
        values.get(SLOPPY),
        values.get(COMMIT_WAIT),
        values.get(MERGE),
        values.get(MERGE_LIMIT));
  }

  private static void refuseLargeQuorum(Values values, Field<Keyspace, Integer> quorum) {
    if (values.isGiven(quorum) && values.get(quorum) > values.get(REPLICAS)) {
      values.reject(
          quorum,
          "must be at most the number of replicas, %d, got %d"
              .formatted(values.get(REPLICAS), values.get(quorum)));
    }
  }

  private static void checkReplicas(Values values) {
    values
        .place()
        .later(
            names -> {
              long stores = names.count(Topology.Role.STORE);
              if (names.certain() && stores > 0 && values.get(REPLICAS) > stores) {
                values.reject(
                    REPLICAS,
                    "must be at most the number of store nodes, %d, got %d"
                        .formatted(stores, values.get(REPLICAS)));
              }
            });
  }

  private static void checkCommitWait(Values values) {
    if (values.get(COMMIT_WAIT) && !values.get(VERSIONING).isByTimestamp()) {
      values.reject(
          COMMIT_WAIT,
          "needs versions by timestamp: last-write-wins, hlc or db-timestamp, not "
              + values.get(VERSIONING).label());
    }
  }

  private static void checkMerge(Values values) {
    if (values.get(MERGE) != Merge.MANUAL && values.get(VERSIONING) != Versioning.VECTOR_CLOCK) {
      values.reject(
          MERGE,
          "needs versions side by side, which only vector-clock keeps; "
              + values.get(VERSIONING).label()
              + " decides by itself");
    }
  }

  private static void checkStore(Values values) {
    Set<String> seen = new HashSet<>();
    for (Keyspace keyspace : values.get(KEYSPACES)) {
      if (!seen.add(keyspace.name())) {
        values.reject(KEYSPACES, "has keyspace " + keyspace.name() + " twice; keep one");
      }
    }
  }
}
