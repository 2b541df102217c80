package dev.skew.rehearse.scenario;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A wall date in UTC. */
record InstantShape() implements Shape<Instant> {

  private static final String PATTERN =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$";
  private static final Pattern INSTANT = Pattern.compile(PATTERN);

  @Override
  public @Nullable Instant read(Node node, Place place, @Nullable Instant base) {
    if (Nodes.isText(node) && INSTANT.matcher(Nodes.text(node)).matches()) {
      try {
        Instant instant = Instant.parse(Nodes.text(node));
        if (instant.getEpochSecond() >= 0) {
          return instant;
        }
      } catch (DateTimeException noSuchDay) {
        // Reported below, like every other text that is no date.
      }
    }
    place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
    return null;
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.put("pattern", PATTERN);
    return schema;
  }

  @Override
  public String description() {
    return "a date in UTC from 1970 on, such as 2026-11-01T09:00:00Z";
  }

  @Override
  public String write(Instant value) {
    return value.toString();
  }
}
