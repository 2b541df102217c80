package dev.skew.rehearse.scenario;

import dev.skew.world.fault.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Shapes that are made of other shapes. */
final class Shapes {

  private Shapes() {}

  /** A piece of schema with two keywords, which stay in this order: a published file must. */
  static Map<String, Object> keywords(String one, Object first, String two, Object second) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put(one, first);
    ordered.put(two, second);
    return ordered;
  }

  static <E extends Enum<E> & Labelled> Shape<E> choice(E[] values) {
    return new ChoiceShape<>(List.of(values));
  }

  static <V> Shape<List<V>> list(Shape<V> element, int min, int max) {
    return new ListShape<>(element, min, max);
  }

  /** A map from names of nodes. */
  static <V> Shape<Map<String, V>> byNode(Shape<V> element) {
    return new ByNodeShape<>(element);
  }

  /** A value that need not be there; reading never gives an empty one. */
  static <V> Shape<Optional<V>> optional(Shape<V> shape) {
    return new OptionalShape<>(shape);
  }

  /** One of a few words. */
  private record ChoiceShape<E extends Enum<E> & Labelled>(List<E> values) implements Shape<E> {

    @Override
    public @Nullable E read(Node node, Place place, @Nullable E base) {
      if (Nodes.isText(node)) {
        for (E value : values) {
          if (value.label().equals(Nodes.text(node))) {
            return value;
          }
        }
      }
      List<String> labels = labels();
      String nearest =
          Nodes.isText(node)
              ? Nearest.of(Nodes.text(node), labels)
                  .map(word -> "; did you mean " + word + "?")
                  .orElse("")
              : "";
      // Many are named only to those who are not told which one they meant.
      String known = nearest.isEmpty() ? String.join(" or ", labels) : description();
      place.problem(node, "must be " + known + ", got " + Nodes.kind(node) + nearest);
      return null;
    }

    private List<String> labels() {
      return values.stream().map(Labelled::label).toList();
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return Map.of("enum", labels());
    }

    @Override
    public String description() {
      return values.size() > 12 ? "one of those listed below" : String.join(" or ", labels());
    }

    @Override
    public String write(E value) {
      return value.label();
    }
  }

  /** Some of the same. */
  private record ListShape<V>(Shape<V> element, int min, int max) implements Shape<List<V>> {

    @Override
    public @Nullable List<V> read(Node node, Place place, @Nullable List<V> base) {
      if (!(node instanceof SequenceNode sequence)) {
        place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
        return null;
      }
      int size = sequence.getValue().size();
      if (size < min || size > max) {
        place.problem(node, "must have %d to %d entries, got %d".formatted(min, max, size));
        return null;
      }
      V elementBase = base == null || base.isEmpty() ? null : base.get(0);
      List<V> values = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        V value = element.read(sequence.getValue().get(i), place.item(i), elementBase);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "array");
      schema.put("items", element.schema(definitions));
      schema.put("minItems", min);
      schema.put("maxItems", max);
      return schema;
    }

    @Override
    public List<Shape<?>> parts() {
      return List.of(element);
    }

    @Override
    public String description() {
      return "a list, each " + element.description();
    }

    @Override
    public String write(List<V> values) {
      List<String> words = values.stream().map(element::write).toList();
      return words.stream().anyMatch(String::isEmpty) ? "" : "[" + String.join(", ", words) + "]";
    }
  }

  /** Something for each of some nodes. */
  private record ByNodeShape<V>(Shape<V> element) implements Shape<Map<String, V>> {

    @Override
    public @Nullable Map<String, V> read(Node node, Place place, @Nullable Map<String, V> base) {
      if (!(node instanceof MappingNode mapping)) {
        place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
        return null;
      }
      V elementBase = base == null || base.isEmpty() ? null : base.values().iterator().next();
      Map<String, V> values = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          place.problem(tuple.getKeyNode(), "a key must be the name of a node");
          continue;
        }
        String name = key.getValue();
        Place own = place.child(Place.shorten(name));
        if (values.containsKey(name)) {
          own.problem(key, "is there twice; keep one");
          continue;
        }
        NodeNames.checkLater(key, own, name);
        V value = element.read(tuple.getValueNode(), own, elementBase);
        if (value != null) {
          values.put(name, value);
        }
      }
      return values;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("additionalProperties", element.schema(definitions));
      return schema;
    }

    @Override
    public List<Shape<?>> parts() {
      return List.of(element);
    }

    @Override
    public String description() {
      return "a map from names of nodes";
    }
  }

  /** A value that need not be there. */
  private record OptionalShape<V>(Shape<V> shape) implements Shape<Optional<V>> {

    @Override
    @SuppressWarnings("NullableOptional") // null is "wrong", empty is "not there"
    public @Nullable Optional<V> read(Node node, Place place, @Nullable Optional<V> base) {
      V value = shape.read(node, place, base == null ? null : base.orElse(null));
      return value == null ? null : Optional.of(value);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return shape.schema(definitions);
    }

    @Override
    public List<Shape<?>> parts() {
      return List.of(shape);
    }

    @Override
    public String description() {
      return shape.description();
    }

    @Override
    public String write(Optional<V> value) {
      return value.map(shape::write).orElse("");
    }
  }

  static List<String> labels(Labelled... values) {
    return Arrays.stream(values).map(Labelled::label).toList();
  }
}
