package dev.skew.rehearse.scenario;

/** What can be measured of a run, from outside, by those who see everything. */
public enum Measure implements Labelled {
  ACKNOWLEDGED_WRITES_LOST(
      "acknowledged-writes-lost",
      Unit.COUNT,
      "acknowledged writes that are neither there nor overwritten once all has settled"),
  DATA_LOSS("data-loss", Unit.SHARE, "acknowledged writes lost, of all acknowledged writes"),
  PHANTOM_WRITES("phantom-writes", Unit.COUNT, "values read that nobody had written"),
  DUPLICATE_WRITES("duplicate-writes", Unit.COUNT, "writes that took effect more than once"),
  GHOST_WRITES(
      "ghost-writes",
      Unit.COUNT,
      "writes without an acknowledgement that took effect nevertheless"),
  CAUSALITY_VIOLATIONS("causality-violations", Unit.COUNT, "effects seen before their causes"),
  CAUSALITY_REVERSED(
      "causality-reversed",
      Unit.COUNT,
      "writes to a store whose version stands before that of a write that their session knew"),
  CAUSALITY_IMPOSSIBLE(
      "causality-impossible",
      Unit.COUNT,
      "the same of one key's creation and its use or deletion, or of its deletion and its creation"),
  CAUSALITY_PARADOX(
      "causality-paradox",
      Unit.COUNT,
      "reads by a session that had seen an effect and then did not find its cause"),
  VECTOR_CLOCK_GAPS(
      "vector-clock-gaps",
      Unit.COUNT,
      "most writes of a node that another one's vector clock lacked, looked at each second"),
  VECTOR_CLOCK_JUMPS(
      "vector-clock-jumps",
      Unit.COUNT,
      "times that an entry of a node's vector clock grew by more than 1,000 within a second"),
  STALE_READS("stale-reads", Unit.COUNT, "reads by a session that missed its own writes"),
  BACKWARD_READS(
      "backward-reads", Unit.COUNT, "reads by a session that were older than its read before"),
  MINORITY_WRITES_SUCCEEDED(
      "minority-writes-succeeded",
      Unit.COUNT,
      "writes acknowledged by a consensus node that could not reach a majority at any time of the"
          + " operation"),
  LEADERS_AT_ONCE(
      "leaders-at-once", Unit.COUNT, "most nodes that held themselves for the leader at one time"),
  SPLIT_BRAIN_TIME(
      "split-brain-time",
      Unit.DURATION,
      "time during which more than one node held itself for the leader"),
  LEADERS("leaders", Unit.COUNT, "nodes that hold themselves for the leader"),
  LEADER_CHANGES("leader-changes", Unit.COUNT, "elections won, after the first"),
  ELECTIONS("elections", Unit.COUNT, "campaigns that nodes began"),
  FORK_LENGTH(
      "fork-length", Unit.COUNT, "longest suffix of a log that the committed log contradicts"),
  LEADERLESS_TIME("leaderless-time", Unit.DURATION, "longest time without a leader"),
  RECOVERY_TIME(
      "recovery-time",
      Unit.DURATION,
      "from the end of the last fault until one leader is known to all, writes succeed everywhere"
          + " and no key diverges"),
  CONVERGENCE_TIME(
      "convergence-time",
      Unit.DURATION,
      "from the end of the last fault until all replicas of every key are equal"),
  WRITE_AVAILABILITY("write-availability", Unit.SHARE, "writes acknowledged, of all asked"),
  WRITE_AVAILABILITY_MAJORITY(
      "write-availability-majority",
      Unit.SHARE,
      "writes acknowledged, of those asked of nodes that could reach a majority"),
  READ_AVAILABILITY("read-availability", Unit.SHARE, "reads answered, of all asked"),
  MINORITY_READ_AVAILABILITY(
      "minority-read-availability",
      Unit.SHARE,
      "serializable reads answered, of those asked of nodes that could not reach a majority"),
  OPERATIONS("operations", Unit.COUNT, "operations asked"),
  OPERATIONS_FAILED("operations-failed", Unit.COUNT, "operations that certainly did not happen"),
  OPERATIONS_UNKNOWN(
      "operations-unknown", Unit.COUNT, "operations whose client cannot know what became of them"),
  FAILED_TIME(
      "failed-time",
      Unit.DURATION,
      "seconds in which operations of a target were under way and none of them succeeded"),
  DEGRADED_TIME(
      "degraded-time",
      Unit.DURATION,
      "other seconds in which fewer than 98.56 % of a target's operations succeeded within 1 s"),
  LONGEST_WRITE_GAP(
      "longest-write-gap", Unit.DURATION, "longest time without an acknowledged write"),
  WRITE_P50("write-p50", Unit.DURATION, "median latency of acknowledged writes"),
  WRITE_P99("write-p99", Unit.DURATION, "99th percentile of the latency of acknowledged writes"),
  READ_P50("read-p50", Unit.DURATION, "median latency of answered reads"),
  READ_P99("read-p99", Unit.DURATION, "99th percentile of the latency of answered reads"),
  RETRANSMISSIONS("retransmissions", Unit.COUNT, "segments that a stream had to send again"),
  CONFLICTS("conflicts", Unit.COUNT, "writes found concurrent with another of their key"),
  UNRESOLVED_CONFLICTS(
      "unresolved-conflicts", Unit.COUNT, "keys with more than one version that no policy merges"),
  CONFLICT_BACKLOG(
      "conflict-backlog", Unit.COUNT, "keys with more than one version, whoever is to merge them"),
  CONFLICTS_AUTO("conflicts-auto", Unit.COUNT, "conflicts that a policy or versioning merged"),
  CONFLICTS_MANUAL(
      "conflicts-manual", Unit.COUNT, "conflicts that a policy left for an operator to merge"),
  WRITES_FROZEN(
      "writes-frozen", Unit.COUNT, "writes that clients were refused because writes were frozen"),
  CONFLICTS_RESOLVED(
      "conflicts-resolved", Unit.SHARE, "conflicts that went away without anybody's help"),
  DIVERGENT_KEYS("divergent-keys", Unit.COUNT, "keys whose replicas differ"),
  COMMIT_WAIT_P99("commit-wait-p99", Unit.DURATION, "99th percentile of commit-wait"),
  COMMIT_WAIT_GROWTH(
      "commit-wait-growth",
      Unit.FACTOR,
      "99th percentile of commit-wait within the span, over that before its start"),
  CLOCK_SKEW("clock-skew", Unit.DURATION, "largest difference between two nodes' clocks"),
  CLOCK_UNCERTAINTY(
      "clock-uncertainty", Unit.DURATION, "largest half width of a node's clock interval"),
  UNCERTAINTY_BROKEN(
      "uncertainty-broken", Unit.COUNT, "times that true time lay outside a clock's interval"),
  LOGICAL_CLOCK_REGRESSIONS(
      "logical-clock-regressions", Unit.COUNT, "times that a node's logical clock went back"),
  VERSIONS("versions", Unit.COUNT, "versions that running stores have"),
  VERSION_MISMATCH_TIME(
      "version-mismatch-time",
      Unit.DURATION,
      "time during which running stores had more than one version"),
  BYZANTINE_ACCUSATIONS(
      "byzantine-accusations",
      Unit.COUNT,
      "times that a node had proof that another had lied (store, consensus)"),
  FALSE_ACCUSATIONS(
      "false-accusations",
      Unit.COUNT,
      "accusations of nodes that had told no lie (store, consensus)"),
  QUARANTINE_TIME(
      "quarantine-time",
      Unit.DURATION,
      "longest time from when a liar's answer was first seen to contradict others to its"
          + " quarantine, or to a member's removal (store, consensus)"),
  QUARANTINED_NODES(
      "quarantined-nodes",
      Unit.COUNT,
      "nodes in quarantine, or removed because they lied (store, consensus)"),
  VERSION_CONVERGENCE_TIME(
      "version-convergence-time",
      Unit.DURATION,
      "from the beginning of the last deploy until all stores are up with one version"),
  HASH_MISMATCHES(
      "hash-mismatches",
      Unit.COUNT,
      "beacons with another hash of the rows that sender and receiver keep than the receiver's"),
  REPAIR_ROWS_NEEDLESS(
      "repair-rows-needless",
      Unit.COUNT,
      "rows that anti-entropy sent to replicas that had them already"),
  DECODE_FAILURES(
      "decode-failures",
      Unit.COUNT,
      "messages dropped because the receiver's version cannot read the sender's rows"),
  NODES_UP("nodes-up", Unit.COUNT, "nodes whose process runs"),
  REQUEST_SUCCESS("request-success", Unit.SHARE, "users' requests to services that succeeded"),
  CRITICAL_SUCCESS(
      "critical-success", Unit.SHARE, "users' critical requests to services that succeeded"),
  REQUEST_P50("request-p50", Unit.DURATION, "median latency of requests that succeeded"),
  REQUEST_P99(
      "request-p99", Unit.DURATION, "99th percentile of the latency of requests that succeeded"),
  GOODPUT("goodput", Unit.RATE, "users' requests to services that succeeded, a second"),
  RETRY_AMPLIFICATION(
      "retry-amplification",
      Unit.FACTOR,
      "attempts sent to stateful services (where there are none, to those that call no others),"
          + " over users' requests"),
  ATTEMPT_SUCCESS(
      "attempt-success", Unit.SHARE, "attempts between services that succeeded, of all that ended"),
  WASTED_WORK(
      "wasted-work",
      Unit.SHARE,
      "work of services on requests that then failed, or had been given up or answered before"),
  BREAKER_OPEN_TIME(
      "breaker-open-time", Unit.DURATION, "time during which some circuit breaker was open"),
  QUEUE_LENGTH("queue-length", Unit.COUNT, "requests that wait at the busiest service instance"),
  DUPLICATE_EFFECTS(
      "duplicate-effects", Unit.COUNT, "times that a request's write took effect again"),
  STORM_TIME(
      "storm-time",
      Unit.DURATION,
      "from the end of the last fault, remedies not counted, until 95 % of the users' requests of"
          + " five seconds succeed"),
  REPLICA_LAG_MAX(
      "replica-lag-max",
      Unit.DURATION,
      "largest lag of a replica: the age of the oldest commit of the primary that it lacks"),
  REPLICA_LAG_P99(
      "replica-lag-p99", Unit.DURATION, "99th percentile of replicas' lag, looked at each second"),
  REPORTED_LAG_MAX(
      "reported-lag-max", Unit.DURATION, "largest Seconds_Behind_Source that a replica showed"),
  HIDDEN_LAG_MAX(
      "hidden-lag-max",
      Unit.DURATION,
      "most by which a replica's lag was larger than the Seconds_Behind_Source it showed"),
  STALE_READ_SHARE(
      "stale-read-share",
      Unit.SHARE,
      "reads by a session that missed its own writes, of all answered (replicas)"),
  TRANSACTIONS_LOST(
      "transactions-lost",
      Unit.COUNT,
      "transactions committed by some primary that the present one lacks"),
  ERRANT_TRANSACTIONS(
      "errant-transactions",
      Unit.COUNT,
      "transactions on servers that are up and that the primary lacks"),
  DIVERGED_REPLICAS(
      "diverged-replicas",
      Unit.COUNT,
      "servers that are up and hold transactions that the primary lacks, or other rows than it"
          + " after the same transactions"),
  REPLICAS_BROKEN(
      "replicas-broken", Unit.COUNT, "replicas with a thread that an error has stopped"),
  PRIMARIES("primaries", Unit.COUNT, "servers that are up and take writes");

  private final String label;
  private final Unit unit;
  private final String meaning;

  Measure(String label, Unit unit, String meaning) {
    this.label = label;
    this.unit = unit;
    this.meaning = meaning;
  }

  @Override
  public String label() {
    return label;
  }

  public Unit unit() {
    return unit;
  }

  /** What it counts, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** What a measure's value is written in. */
  public enum Unit {
    /** A whole number. */
    COUNT("count", "3"),
    /** Seconds within, {@code 250ms} in a file. */
    DURATION("duration", "250ms"),
    /** A ratio within, {@code 40%} in a file. */
    SHARE("share", "99.9%"),
    /** How often a second, {@code 200/s} in a file. */
    RATE("rate", "200/s"),
    /** A plain number. */
    FACTOR("factor", "1.5");

    private final String label;
    private final String example;

    Unit(String label, String example) {
      this.label = label;
      this.example = example;
    }

    public String label() {
      return label;
    }

    /** How a value looks in a file. */
    public String example() {
      return example;
    }
  }
}
