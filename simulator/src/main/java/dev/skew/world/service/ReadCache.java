package dev.skew.world.service;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A read-through cache of one instance in front of one dependency. It keeps no values, only which
 * keys it has and since when.
 */
public final class ReadCache {

  private final Map<String, Long> filled = new LinkedHashMap<>();
  private Settings settings;

  ReadCache(Settings settings) {
    this.settings = settings;
  }

  /** What a cache is used for. */
  public enum Mode {
    OFF,
    /** A read is answered from it while the entry lives; another asks the dependency. */
    READ_THROUGH,
    /** A read is answered from it whatever the entry's age: stale rather than not at all. */
    SERVE_STALE
  }

  /**
   * How a cache works.
   *
   * @param ttlNanos how long an entry lives
   * @param capacity entries; the oldest makes room
   * @param deleteOnError whether a failed read deletes the entry, taking the failure for a bad
   *     value (Facebook, September 23, 2010)
   */
  public record Settings(Mode mode, long ttlNanos, int capacity, boolean deleteOnError) {

    public static final Settings OFF = new Settings(Mode.OFF, 60_000_000_000L, 100_000, false);

    public Settings {
      if (ttlNanos < 1 || capacity < 1) {
        throw new IllegalArgumentException(
            "time to live and capacity must be positive, got %d ns and %d"
                .formatted(ttlNanos, capacity));
      }
    }
  }

  void configure(Settings now) {
    settings = now;
  }

  boolean hits(long nowNanos, ServiceRequest request) {
    if (settings.mode() == Mode.OFF || request.write()) {
      return false;
    }
    Long since = filled.get(request.key());
    return since != null
        && (settings.mode() == Mode.SERVE_STALE || nowNanos - since < settings.ttlNanos());
  }

  /** The dependency has answered. */
  void learn(long nowNanos, ServiceRequest request, boolean good) {
    if (settings.mode() == Mode.OFF) {
      return;
    }
    if (request.write() || (!good && settings.deleteOnError())) {
      filled.remove(request.key());
    } else if (good) {
      filled.remove(request.key());
      if (filled.size() >= settings.capacity()) {
        filled.remove(filled.keySet().iterator().next());
      }
      filled.put(request.key(), nowNanos);
    }
  }
}
