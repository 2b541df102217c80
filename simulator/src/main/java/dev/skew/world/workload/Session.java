package dev.skew.world.workload;

import dev.skew.world.replica.GtidSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of the sessions that a client runs side by side. */
final class Session {

  static final long NONE = -1;

  private static final int REMEMBERED_KEYS = 1_000;

  private final Map<String, String> contexts = new LinkedHashMap<>();

  private GtidSet seen = GtidSet.EMPTY;

  long lastBeginNanos;
  long beginHandle = NONE;

  /** Whether a closed loop waits for an answer. */
  boolean busy;

  /** Keeps the causal context that the store gave with a key, the latest for each. */
  void remember(String key, String context) {
    contexts.remove(key);
    if (contexts.size() == REMEMBERED_KEYS) {
      contexts.remove(contexts.keySet().iterator().next());
    }
    contexts.put(key, context);
  }

  /** Keeps how far the session has seen; an answer that comes late takes nothing back. */
  void rememberPosition(String position) {
    seen = seen.union(GtidSet.parse(position));
  }

  /** How far the session has seen, of all that it was told. */
  String position() {
    return seen.toString();
  }

  /** The context to hand in with the next request for a key, empty before the store gave one. */
  String contextOf(String key) {
    return contexts.getOrDefault(key, "");
  }

  void cancelBegin(ClientTimers timers) {
    if (beginHandle != NONE) {
      timers.cancel(beginHandle);
      beginHandle = NONE;
    }
  }
}
