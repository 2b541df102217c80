package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the last trace events of a run, to be shown when something went wrong. */
final class LastEvents {

  private static final int CAPACITY = 20;

  private final @Nullable TraceEvent[] events = new TraceEvent[CAPACITY];
  private final long[] times = new long[CAPACITY];
  private int next;

  void onTraceEvent(long atNanos, TraceEvent event) {
    events[next] = event;
    times[next] = atNanos;
    next = next + 1 == CAPACITY ? 0 : next + 1;
  }

  /** A line for each, oldest first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < CAPACITY; i++) {
      int at = (next + i) % CAPACITY;
      TraceEvent event = events[at];
      if (event != null) {
        lines.add(new SimTime(times[at]) + " " + render(event));
      }
    }
    return lines;
  }

  /** Kind and fields on one line. */
  static String render(TraceEvent event) {
    StringBuilder line = new StringBuilder(event.kind());
    event.describe(
        new TraceFields() {
          @Override
          public TraceFields put(String name, long value) {
            return put(name, Long.toString(value));
          }

          @Override
          public TraceFields put(String name, String value) {
            line.append(' ').append(name).append('=').append(value);
            return this;
          }

          @Override
          public TraceFields put(String name, boolean value) {
            return put(name, Boolean.toString(value));
          }
        });
    return line.toString();
  }
}
