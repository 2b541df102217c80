package dev.skew.world.quorum;

/** What a store node has counted since its process started; an exporter's source. */
@SuppressWarnings("EnumOrdinal") // the ordinal never leaves this object
public final class StoreCounters {

  private final long[] values = new long[Counter.values().length];

  public long get(Counter counter) {
    return values[counter.ordinal()];
  }

  void add(Counter counter, long amount) {
    values[counter.ordinal()] += amount;
  }

  void increment(Counter counter) {
    values[counter.ordinal()]++;
  }

  /** What is counted. */
  public enum Counter {
    /** Writes coordinated here, by what became of them. */
    WRITES_OK,
    /** Refused because too few replicas seemed up, or none took it. */
    WRITES_FAILED,
    /** Not enough acknowledgements in time. */
    WRITES_TIMED_OUT,
    READS_OK,
    READS_FAILED,
    READS_TIMED_OUT,
    /** Requests refused or timed out for want of a quorum, of the two above. */
    UNAVAILABLE,
    HINTS_STORED,
    HINTS_REPLAYED,
    /** Hints not kept because their target had been gone for longer than the window. */
    HINTS_DROPPED,
    READ_REPAIRS_BLOCKING,
    READ_REPAIRS_BACKGROUND,
    SPECULATIVE_RETRIES,
    TREES_COMPARED,
    TREES_DIFFERED,
    /** Rows that anti-entropy brought here. */
    ROWS_MENDED,
    CONFLICTS_DETECTED,
    CONFLICTS_MERGED_BY_POLICY,
    CONFLICTS_MERGED_BY_WRITER,
    CONFLICTS_MERGED_BY_OPERATOR,
    /** Left for an operator, because the keyspace's policy could not decide. */
    CONFLICTS_QUEUED,
    COMMIT_WAITS,
    /** Nanoseconds spent in commit-wait, by the node's own timer. */
    COMMIT_WAIT_NANOS,
    TOMBSTONES_PURGED,
    /** Messages with a hybrid timestamp too far ahead to be believed. */
    TIMESTAMPS_REFUSED,
    BEACONS_HEARD,
    /** Of these, with a hash of the shared rows other than the own. */
    STATE_HASHES_DIFFERED,
    /** Rows that anti-entropy brought here though they told nothing new. */
    ROWS_NEEDLESS,
    /** Messages with rows in an encoding that this version cannot read. */
    DECODE_FAILURES
  }
}
