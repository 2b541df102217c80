package dev.skew.world.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session wrote and saw, of the keys that it used last. What is dropped is not judged, so
 * that a bound costs findings and never makes false ones.
 */
final class SessionMemory {

  private static final int KEYS = 1_024;

  /** How many other keys a write is known to come after. */
  private static final int CAUSES = 16;

  private static final int SUPERSEDED = 4;

  /** What the session knows of one key. */
  static final class OfKey {

    /** Of its own acknowledged writes the one that began last. */
    @Nullable KnownWrite own;

    /** Of the writes that it has seen the one that began last. */
    @Nullable KnownWrite seen;

    private @Nullable String last;
    private long lastNanos;
    private final ArrayDeque<Replaced> replaced = new ArrayDeque<>(0);

    /** The session found one value. */
    void found(String value, long begunNanos, long atNanos) {
      String before = last;
      if (before != null && !before.equals(value) && begunNanos >= lastNanos) {
        if (replaced.size() == SUPERSEDED) {
          replaced.remove();
        }
        replaced.add(new Replaced(before, value, atNanos));
      }
      last = value;
      lastNanos = atNanos;
    }

    /** What the session saw in the place of a value, before it began a read; null for nothing. */
    @Nullable String replacementOf(String value, long begunNanos) {
      for (Replaced each : replaced) {
        if (each.value.equals(value) && each.atNanos <= begunNanos) {
          return each.by;
        }
      }
      return null;
    }
  }

  private record Replaced(String value, String by, long atNanos) {}

  private final Map<String, OfKey> keys = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, KnownWrite> causes = new LinkedHashMap<>(16, 0.75f, false);

  OfKey of(String key) {
    OfKey known = keys.get(key);
    if (known == null) {
      if (keys.size() == KEYS) {
        dropOldest(keys);
      }
      known = new OfKey();
      keys.put(key, known);
    }
    return known;
  }

  /** Every key that the session remembers. */
  Map<String, OfKey> keys() {
    return keys;
  }

  /** The latest write of a key that comes before whatever the session does next. */
  @Nullable KnownWrite causeOf(String key) {
    return causes.get(key);
  }

  /** The writes that come before whatever the session does next. */
  List<KnownWrite> causes() {
    return causes.isEmpty() ? List.of() : new ArrayList<>(causes.values());
  }

  /** The session learned of a write: by making it, by seeing it, or by seeing what came of it. */
  void learn(KnownWrite write) {
    KnownWrite known = causes.remove(write.key);
    if (known == null && causes.size() == CAUSES) {
      dropOldest(causes);
    }
    causes.put(write.key, known == null ? write : KnownWrite.later(known, write));
  }

  private static <V> void dropOldest(Map<String, V> map) {
    Iterator<String> oldest = map.keySet().iterator();
    oldest.next();
    oldest.remove();
  }
}
