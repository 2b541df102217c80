package dev.skew.world.node;

import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * etcd's key-value state machine: what committed commands do to keys and revisions (etcd 3.4,
 * {@code mvcc/kvstore.go}, without history: only the newest revision of a key is kept).
 */
final class KvStore {

  /**
   * A key's newest value.
   *
   * @param lease the lease that the key lives and dies with, 0 for none
   */
  record KeyValue(String value, long createRevision, long modRevision, long version, long lease) {}

  /** What an operation answered when it was applied. */
  record Applied(Outcome outcome, List<String> values, long revision, String error) {}

  private final TreeMap<String, KeyValue> keys;
  private long revision;

  KvStore() {
    this(Map.of(), 1);
  }

  private KvStore(Map<String, KeyValue> keys, long revision) {
    this.keys = new TreeMap<>(keys);
    this.revision = revision;
  }

  KvStore copy() {
    return new KvStore(keys, revision);
  }

  /** The revision of the newest write; an empty store is at 1. */
  long revision() {
    return revision;
  }

  Map<String, KeyValue> keys() {
    return keys;
  }

  Applied apply(Operation operation, long lease) {
    if (operation instanceof Operation.Put put) {
      revision++;
      set(put.key(), put.value(), lease);
      return done(List.of());
    }
    if (operation instanceof Operation.CompareAndSet cas) {
      return compareAndSet(cas);
    }
    if (operation instanceof Operation.Transaction transaction) {
      if (transaction.puts().isEmpty()) {
        return done(List.of()); // a transaction that changes nothing makes no revision
      }
      revision++;
      transaction.puts().forEach(put -> set(put.key(), put.value(), 0));
      return done(List.of());
    }
    if (operation instanceof Operation.Delete delete) {
      if (keys.remove(delete.key()) != null) {
        revision++;
      }
      return done(List.of());
    }
    if (operation instanceof Operation.Get get) {
      return read(get.key());
    }
    throw new AssertionError("unknown operation " + operation);
  }

  Applied read(String key) {
    KeyValue found = keys.get(key);
    return done(found == null ? List.of() : List.of(found.value()));
  }

  /** The answer to a command that was agreed on and cannot be carried out. */
  Applied refuse(String error) {
    return new Applied(Outcome.FAILED, List.of(), revision, error);
  }

  /** The answer to a command that changes no key. */
  Applied nothing() {
    return done(List.of());
  }

  /** Removes the keys of a lease, all in one revision. */
  void revoke(long lease) {
    if (keys.values().removeIf(entry -> entry.lease() == lease)) {
      revision++;
    }
  }

  private Applied compareAndSet(Operation.CompareAndSet cas) {
    KeyValue found = keys.get(cas.key());
    @Nullable String value = found == null ? null : found.value();
    boolean holds = cas.expected() == null ? value == null : cas.expected().equals(value);
    if (!holds) {
      return new Applied(
          Outcome.FAILED,
          value == null ? List.of() : List.of(value),
          revision,
          "compare failed: the key holds another value");
    }
    revision++;
    set(cas.key(), cas.value(), 0);
    return done(List.of());
  }

  private void set(String key, String value, long lease) {
    KeyValue old = keys.get(key);
    keys.put(
        key,
        old == null
            ? new KeyValue(value, revision, revision, 1, lease)
            : new KeyValue(value, old.createRevision(), revision, old.version() + 1, lease));
  }

  private Applied done(List<String> values) {
    return new Applied(Outcome.OK, values, revision, "");
  }
}
