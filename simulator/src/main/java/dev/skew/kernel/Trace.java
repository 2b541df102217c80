package dev.skew.kernel;

import java.util.ArrayList;
import java.util.List;

/**
 * The record of a run: every event is folded into the hash and shown to whoever watches. The hash
 * also holds the instants of everything that the queue ran, so that what nobody records still
 * counts; what is scheduled and has not run yet does not.
 */
public final class Trace {

  private final EventQueue queue;
  private final TraceHash hash = new TraceHash();
  private final List<TraceListener> listeners = new ArrayList<>();
  private long eventCount;

  public Trace(EventQueue queue) {
    this.queue = queue;
  }

  /** Records an event at the present virtual instant. */
  public void record(TraceEvent event) {
    long atNanos = queue.nowNanos();
    eventCount++;
    hash.begin(atNanos, event.kind());
    event.describe(hash);
    for (int i = 0; i < listeners.size(); i++) {
      listeners.get(i).onTraceEvent(atNanos, event);
    }
  }

  /** Adds a watcher; the hash is the same with and without it. */
  public void listen(TraceListener listener) {
    listeners.add(listener);
  }

  public long eventCount() {
    return eventCount;
  }

  public long hashValue() {
    return RandomSource.mix(hash.value() ^ queue.history());
  }

  /** The hash as sixteen hexadecimal digits. */
  public String hash() {
    return String.format("%016x", hashValue());
  }
}
