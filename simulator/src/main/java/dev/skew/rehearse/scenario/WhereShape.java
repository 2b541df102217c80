package dev.skew.rehearse.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Values by name. */
record WhereShape() implements Shape<Map<String, String>> {

  @Override
  public @Nullable Map<String, String> read(
      Node node, Place place, @Nullable Map<String, String> base) {
    if (!(node instanceof MappingNode mapping)) {
      place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Node value = tuple.getValueNode();
      boolean single = Nodes.isText(value) || Nodes.isNumber(value) || Nodes.isBoolean(value);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        place.problem(tuple.getKeyNode(), "a key must be the name of a field");
      } else if (!single) {
        place
            .child(Place.shorten(key.getValue()))
            .problem(value, "must be a single value, got " + Nodes.kind(value));
      } else if (values.put(key.getValue(), Nodes.text(value)) != null) {
        place.child(Place.shorten(key.getValue())).problem(key, "is there twice; keep one");
      }
    }
    return values;
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    return Shapes.keywords(
        "type",
        "object",
        "additionalProperties",
        Map.of("type", List.of("string", "number", "boolean")));
  }

  @Override
  public String description() {
    return "a map from names of an event's fields to values";
  }
}
