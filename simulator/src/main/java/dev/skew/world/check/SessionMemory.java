package dev.skew.world.check;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session wrote and saw, of so many keys. What is dropped is not judged, so that a bound
 * costs findings and never makes false ones.
 */
final class SessionMemory {

  private static final int KEYS = 1_024;

  /** How many other keys a write is known to come after. */
  private static final int CAUSES = 8;

  private static final int SUPERSEDED = 4;

  /** What the session knows of one key. */
  static final class OfKey {

    /** Of its own acknowledged writes the one that began last. */
    @Nullable KnownWrite own;

    /** Of the writes that it has seen the one that began last. */
    @Nullable KnownWrite seen;

    private @Nullable String last;
    private long lastNanos;
    private final @Nullable Replaced[] replaced = new @Nullable Replaced[SUPERSEDED];
    private int replacedCount;

    /** The session found one value. */
    void found(String value, long begunNanos, long atNanos) {
      String before = last;
      if (before != null && begunNanos >= lastNanos && !isSame(before, value)) {
        replaced[replacedCount++ % SUPERSEDED] = new Replaced(before, value, atNanos);
      }
      last = value;
      lastNanos = atNanos;
    }

    /** What the session saw in the place of a value, before it began a read; null for nothing. */
    @Nullable String replacementOf(String value, long begunNanos) {
      for (Replaced each : replaced) {
        if (each != null && each.atNanos <= begunNanos && isSame(each.value, value)) {
          return each.by;
        }
      }
      return null;
    }
  }

  /** Strings know their hashes by now: most that differ need not be read. */
  private static boolean isSame(String one, String other) {
    return one.hashCode() == other.hashCode() && one.equals(other);
  }

  private record Replaced(String value, String by, long atNanos) {}

  private final Map<String, OfKey> keys = new LinkedHashMap<>();
  private final KnownWrite[] causes = new KnownWrite[CAUSES];
  private final WriteLog.OfKey[] causeKeys = new WriteLog.OfKey[CAUSES];
  private final long[] causeNanos = new long[CAUSES];
  private int causeCount;

  OfKey of(String key) {
    OfKey known = keys.get(key);
    if (known == null) {
      if (keys.size() == KEYS) {
        Iterator<String> oldest = keys.keySet().iterator();
        oldest.next();
        oldest.remove();
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
  @SuppressWarnings("ReferenceEquality") // a log has one object a key
  @Nullable KnownWrite causeOf(WriteLog.OfKey key) {
    for (int i = 0; i < causeCount; i++) {
      if (causeKeys[i] == key) {
        return causes[i];
      }
    }
    return null;
  }

  /** The writes that come before whatever the session does next. */
  KnownWrite[] causes() {
    return causeCount == 0 ? KnownWrite.NONE : Arrays.copyOf(causes, causeCount);
  }

  /** The session learned of a write: by making it, by seeing it, or by seeing what came of it. */
  @SuppressWarnings("ReferenceEquality") // a log has one object a key
  void learn(KnownWrite write) {
    int oldest = 0;
    for (int i = 0; i < causeCount; i++) {
      if (causeKeys[i] == write.ofKey) {
        if (write.begunNanos > causeNanos[i]) {
          setCause(i, write);
        }
        return;
      }
      oldest = causeNanos[i] < causeNanos[oldest] ? i : oldest;
    }
    if (causeCount < CAUSES) {
      setCause(causeCount++, write);
    } else if (write.begunNanos > causeNanos[oldest]) {
      setCause(oldest, write);
    }
  }

  private void setCause(int place, KnownWrite write) {
    causes[place] = write;
    causeKeys[place] = write.ofKey;
    causeNanos[place] = write.begunNanos;
  }
}
