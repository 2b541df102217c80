package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Trace events of one kind whose fields have given values.
 *
 * @param where field values by name; fields that are not named may have any
 */
record EventFilter(String kind, Map<String, String> where) implements Predicate<TraceEvent> {

  @Override
  public boolean test(TraceEvent event) {
    if (!event.kind().equals(kind)) {
      return false;
    }
    if (where.isEmpty()) {
      return true;
    }
    Map<String, String> fields = new HashMap<>();
    event.describe(new Collector(fields));
    return where.entrySet().stream()
        .allMatch(wanted -> wanted.getValue().equals(fields.get(wanted.getKey())));
  }

  private record Collector(Map<String, String> fields) implements TraceFields {

    @Override
    public TraceFields put(String name, long value) {
      return put(name, Long.toString(value));
    }

    @Override
    public TraceFields put(String name, String value) {
      fields.put(name, value);
      return this;
    }

    @Override
    public TraceFields put(String name, boolean value) {
      return put(name, Boolean.toString(value));
    }
  }
}
