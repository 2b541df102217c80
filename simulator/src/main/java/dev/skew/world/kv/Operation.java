package dev.skew.world.kv;

import dev.skew.kernel.TraceFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks for. Values are unique per write, so that checkers can tell writes apart. */
public sealed interface Operation {

  /** Every key that the operation touches, in its own order. */
  List<String> keys();

  /** Whether it may change the store. */
  boolean isWrite();

  /** Puts the operation's kind, keys and values. */
  void describe(TraceFields fields);

  /** Sets a key. */
  record Put(String key, String value) implements Operation {

    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public boolean isWrite() {
      return true;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", "put").put("key", key).put("value", value);
    }
  }

  /** Removes a key. */
  record Delete(String key) implements Operation {

    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public boolean isWrite() {
      return true;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", "delete").put("key", key);
    }
  }

  /** Reads a key at the given consistency. */
  record Get(String key, Consistency consistency) implements Operation {

    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public boolean isWrite() {
      return false;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", "get").put("key", key).put("consistency", consistency.label());
    }
  }

  /**
   * Sets a key if it holds {@code expected}.
   *
   * @param expected null when the key must not exist
   */
  record CompareAndSet(String key, @Nullable String expected, String value) implements Operation {

    @Override
    public List<String> keys() {
      return List.of(key);
    }

    @Override
    public boolean isWrite() {
      return true;
    }

    @Override
    public void describe(TraceFields fields) {
      fields
          .put("operation", "compare-and-set")
          .put("key", key)
          .put("expected", expected == null ? "" : expected)
          .put("value", value);
    }
  }

  /** Sets several keys at once, or none of them. */
  record Transaction(List<Put> puts) implements Operation {

    public Transaction {
      puts = List.copyOf(puts);
    }

    @Override
    public List<String> keys() {
      return puts.stream().map(Put::key).toList();
    }

    @Override
    public boolean isWrite() {
      return true;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("operation", "transaction").put("size", puts.size());
      puts.forEach(put -> put.describe(fields));
    }
  }
}
