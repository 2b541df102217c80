package dev.skew.world.quorum;

import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.VectorClock;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Operation;
import dev.skew.world.quorum.SiblingRow.Version;
import org.jspecify.annotations.Nullable;

/**
 * A client's write, and the row it makes of what stands.
 *
 * @param value null for a deletion
 */
record Mutation(String key, @Nullable String value, int valueBytes, String seen) {

  private static final String ADD = "add ";
  private static final String REMOVE = "remove ";

  /** The write that a request asks for, or null when this store cannot do it. */
  static @Nullable Mutation of(ClientRequest request) {
    if (request.operation() instanceof Operation.Put put) {
      return new Mutation(put.key(), put.value(), request.valueBytes(), request.context());
    }
    if (request.operation() instanceof Operation.Delete delete) {
      return new Mutation(delete.key(), null, 0, request.context());
    }
    return null;
  }

  long valueHash() {
    return value == null ? 0 : Hashing.of(value);
  }

  /** The row of a keyspace by timestamp. */
  StampedRow stamped(HybridTimestamp stamp, StampedRow.Origin origin) {
    return new StampedRow(stamp, origin, value, valueBytes);
  }

  /**
   * The row with siblings: what the client had seen is overwritten, what it had not stays.
   *
   * @param dot counts the actor's writes
   */
  SiblingRow siblings(SiblingRow standing, int actor, long dot, long atNanos) {
    VectorClock overwritten = CausalContext.clockOf(seen, key);
    if (value == null) {
      // A deletion without a context is of what stands here, as a read first would have found.
      VectorClock deleted = overwritten.isEmpty() ? standing.context() : overwritten;
      return standing.without(deleted, atNanos);
    }
    return standing.with(overwritten, new Version(actor, dot, value, valueBytes, atNanos), atNanos);
  }

  /**
   * The row of a mergeable value: {@code +n} and {@code -n} count, {@code add x} and {@code remove
   * x} are of a set, anything else is added to it.
   */
  CrdtRow merged(CrdtRow standing, int actor, long dot, long atNanos) {
    SiblingRow set = standing.set();
    if (value == null) {
      return standing.withSet(set.without(set.context(), atNanos));
    }
    if (isCount(value)) {
      return standing.plus(actor, Long.parseLong(value));
    }
    if (value.startsWith(REMOVE)) {
      return standing.withSet(set.withoutElement(value.substring(REMOVE.length()), atNanos));
    }
    String element = value.startsWith(ADD) ? value.substring(ADD.length()) : value;
    return standing.withSet(
        set.withElement(new Version(actor, dot, element, valueBytes, atNanos), atNanos));
  }

  /** Whether a value means to count: a sign and up to fifteen digits. */
  static boolean isCount(String value) {
    int length = value.length();
    if (length < 2 || length > 16 || (value.charAt(0) != '+' && value.charAt(0) != '-')) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
