package dev.skew.world.quorum;

import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.TrueTime;

/** Gives writes their versions. */
final class Versioner {

  private final StoreContext context;
  private final Replica replica;
  private long lastWallNanos;
  private long lastDot;

  Versioner(StoreContext context, Replica replica) {
    this.context = context;
    this.replica = replica;
  }

  /**
   * A timestamp of this node's wall clock, never the same twice and never before the last one: as
   * Cassandra's coordinators do, which hides a small step back until the process restarts.
   */
  long wallTimestamp(int keyspace) {
    lastWallNanos = Math.max(lastWallNanos + 1, wallNanos(keyspace));
    return lastWallNanos;
  }

  /** Under commit-wait the end of the interval, TT.now().latest, which no clock has passed. */
  private long wallNanos(int keyspace) {
    TrueTime trueTime = context.trueTime;
    return context.keyspace(keyspace).isCommitWaiting()
        ? trueTime.now(context.nowNanos()).latestNanos()
        : context.wallNanos();
  }

  /**
   * Makes the row that the write sends to the replicas.
   *
   * @return what is wrong with the write, empty when nothing is
   */
  String version(Write write) {
    Versioning versioning = context.keyspace(write.keyspace).versioning();
    String problem =
        switch (versioning) {
          case LAST_WRITE_WINS -> byTimestamp(write, wallTimestamp(write.keyspace));
          case DB_TIMESTAMP -> byTimestamp(write, write.authorityNanos);
          case HLC -> byHybridTime(write);
          case VECTOR_CLOCK -> bySiblings(write);
          case CRDT -> byMerging(write);
        };
    return problem;
  }

  private String byTimestamp(Write write, long wallNanos) {
    return byStamp(write, new HybridTimestamp(wallNanos, 0));
  }

  /** The session's last timestamp comes first, so that what it caused comes later. */
  private String byHybridTime(Write write) {
    HybridTimestamp seen = CausalContext.stampOf(write.mutation.seen());
    context.hlc.receive(context.wallNanos(), seen);
    HybridTimestamp stamp = context.hlc.tick(wallNanos(write.keyspace));
    write.seen = CausalContext.withStamp(write.mutation.seen(), stamp);
    return byStamp(write, stamp);
  }

  private String byStamp(Write write, HybridTimestamp stamp) {
    boolean isWaited = context.keyspace(write.keyspace).isCommitWaiting();
    var origin = new StampedRow.Origin(context.self.index(), isWaited);
    finish(write, write.mutation.stamped(stamp, origin), stamp.toString());
    return "";
  }

  private String bySiblings(Write write) {
    String key = write.mutation.key();
    SiblingRow standing =
        replica.table().get(key) instanceof SiblingRow row ? row : SiblingRow.EMPTY;
    if (standing.versions().size() >= context.settings.requests().maxSiblings()
        && CausalContext.clockOf(write.mutation.seen(), key).isEmpty()) {
      return "%d siblings: read the key and write with its context"
          .formatted(standing.versions().size());
    }
    SiblingRow row =
        write.mutation.siblings(standing, context.actor, ++lastDot, context.wallNanos());
    write.seen = CausalContext.withClock(write.mutation.seen(), key, row.context());
    finish(write, row, row.context().toString());
    return "";
  }

  private String byMerging(Write write) {
    String key = write.mutation.key();
    CrdtRow standing = replica.table().get(key) instanceof CrdtRow row ? row : CrdtRow.EMPTY;
    if (standing.isCounter() && write.mutation.value() == null) {
      return "a counter cannot be deleted: its replicas would not agree from when on to count";
    }
    CrdtRow row = write.mutation.merged(standing, context.actor, ++lastDot, context.wallNanos());
    finish(write, row, row.set().context().toString());
    return "";
  }

  private void finish(Write write, Row row, String version) {
    String key = write.mutation.key();
    write.keyed = new KeyedRow(key, row);
    long valueHash = write.mutation.valueHash();
    context.record(
        new StoreEvent.WriteVersioned(context.self, key, valueHash, context.wallNanos(), version));
  }
}
