package dev.skew.world.replica;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The committed rows of a server: one table with a primary key. */
final class Table {

  private final TreeMap<String, String> rows = new TreeMap<>();

  @Nullable String get(String key) {
    return rows.get(key);
  }

  boolean has(String key) {
    return rows.containsKey(key);
  }

  SortedMap<String, String> rows() {
    return Collections.unmodifiableSortedMap(rows);
  }

  void commit(RowChange change) {
    String value = change.value();
    if (value == null) {
      rows.remove(change.key());
    } else {
      rows.put(change.key(), value);
    }
  }

  void replace(SortedMap<String, String> copy) {
    rows.clear();
    rows.putAll(copy);
  }

  /**
   * Why a row event cannot be executed here. A row is found by its primary key alone: an update of
   * a row that holds something else goes through, and nobody hears of it (manual 17.5.1.28, {@code
   * replica_exec_mode = STRICT}).
   */
  Optional<SqlError> refuse(LoggedTransaction transaction) {
    RowChange change = transaction.change();
    boolean isThere = has(change.key());
    if (change.kind() == RowChange.Kind.INSERT && isThere) {
      return Optional.of(SqlError.duplicateKey(change.key(), transaction.gtid()));
    }
    if (change.kind() != RowChange.Kind.INSERT && !isThere) {
      return Optional.of(SqlError.rowNotFound(change.kind(), change.key(), transaction.gtid()));
    }
    return Optional.empty();
  }
}
