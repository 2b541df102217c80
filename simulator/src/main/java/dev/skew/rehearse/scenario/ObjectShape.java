package dev.skew.rehearse.scenario;

import dev.skew.world.fault.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A record: a table of fields, and how they become one. */
final class ObjectShape<T> implements Shape<T> {

  private final String name;
  private final String doc;
  private final T template;
  private final List<Field<T, ?>> fields;
  private final List<List<String>> alternatives;
  private final Map<String, String> reserved;
  private final Map<String, List<String>> companions;
  private final List<Check> checks;
  private final Function<Values, T> make;

  private ObjectShape(Builder<T> builder, Function<Values, T> make) {
    this.name = builder.name;
    this.doc = builder.doc;
    this.template = builder.template;
    this.fields = List.copyOf(builder.fields);
    this.alternatives = List.copyOf(builder.alternatives);
    this.reserved = new LinkedHashMap<>(builder.reserved);
    this.companions = new LinkedHashMap<>(builder.companions);
    this.checks = List.copyOf(builder.checks);
    this.make = make;
  }

  /**
   * Begins a shape.
   *
   * @param name of its schema and its section in the reference, in kebab-case
   * @param template from which absent fields are filled in where nothing else is said
   */
  static <T> Builder<T> of(String name, T template, String doc) {
    return new Builder<>(name, template, doc);
  }

  String name() {
    return name;
  }

  String doc() {
    return doc;
  }

  T template() {
    return template;
  }

  List<Field<T, ?>> fields() {
    return fields;
  }

  @Override
  public @Nullable T read(Node node, Place place, @Nullable T base) {
    Values values = readFields(node, place, base);
    return values == null ? null : make(values);
  }

  /** Reads the fields and looks at them beside each other; null when there are none. */
  @Nullable Values readFields(Node node, Place place, @Nullable T base) {
    if (!(node instanceof MappingNode mapping)) {
      place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
      return null;
    }
    Values values = new Values(node, place);
    readKeys(mapping, place, values);
    for (Field<T, ?> field : fields) {
      readField(field, values, base == null ? template : base);
    }
    refuseAlternatives(values);
    refuseLonely(values);
    for (Check check : checks) {
      if (check.needs().stream().allMatch(values::isSound)) {
        check.fit().accept(values);
      }
    }
    return values;
  }

  /** Makes the record, unless something that it needs is missing. */
  @Nullable T make(Values values) {
    return values.isComplete(fields) ? make.apply(values) : null;
  }

  private void readKeys(MappingNode mapping, Place place, Values values) {
    List<String> keys = fields.stream().<String>map(Field::key).toList();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
        place.problem(
            tuple.getKeyNode(), "a key must be a name, got " + Nodes.kind(tuple.getKeyNode()));
        continue;
      }
      String key = scalar.getValue();
      if (values.nodeOf(key) != null) {
        place.child(key).problem(scalar, "is there twice; keep one");
      } else if (reserved.containsKey(key)) {
        place.child(key).problem(scalar, "is not available yet: " + reserved.get(key));
        alternatives.forEach(group -> group.forEach(values::meant));
      } else if (keys.contains(key)) {
        values.putNode(key, tuple.getValueNode());
      } else {
        place.child(Place.shorten(key)).problem(scalar, "unknown key" + Nearest.hint(key, keys));
        Nearest.of(key, keys).ifPresent(values::meant);
      }
    }
  }

  private <V> void readField(Field<T, V> field, Values values, T base) {
    Node node = values.nodeOf(field.key());
    if (node == null) {
      if (field.required() && !values.isMeant(field.key())) {
        values.reject("needs " + field.key() + ": " + field.shape().description());
      }
      if (!field.required()) {
        values.put(field.key(), requireValue(field.get().apply(base)));
      }
      return;
    }
    V inherited = field.required() ? null : field.get().apply(base);
    Function<Values, V> from = field.inherits();
    if (from != null) {
      inherited = from.apply(values);
    }
    V value = field.shape().read(node, values.place().child(field.key()), inherited);
    if (value != null) {
      values.put(field.key(), value);
      return;
    }
    values.fail(field.key());
    if (!field.required()) {
      values.put(field.key(), requireValue(field.get().apply(base)));
    }
  }

  private static Object requireValue(@Nullable Object value) {
    if (value == null) {
      throw new AssertionError("a template must have a value for every optional field");
    }
    return value;
  }

  private void refuseAlternatives(Values values) {
    for (List<String> keys : alternatives) {
      List<String> given = keys.stream().filter(key -> values.nodeOf(key) != null).toList();
      if (given.size() != 1 && keys.stream().noneMatch(values::isMeant)) {
        values.reject(
            "needs one of "
                + String.join(", ", keys)
                + (given.isEmpty() ? "" : ", got " + String.join(" and ", given)));
      }
    }
  }

  private void refuseLonely(Values values) {
    companions.forEach(
        (key, others) -> {
          for (String other : others) {
            if (values.nodeOf(key) != null && values.nodeOf(other) == null) {
              values.reject(key + " needs " + other + " beside it");
            }
          }
        });
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      definitions.put(name, definition(definitions));
    }
    return Map.of("$ref", "#/$defs/" + name);
  }

  Map<String, Object> definition(Map<String, Object> definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", doc);
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Field<T, ?> field : fields) {
      Map<String, Object> property = new LinkedHashMap<>(field.shape().schema(definitions));
      property.put("description", field.doc());
      properties.put(field.key(), property);
    }
    schema.put("properties", properties);
    List<String> needed = fields.stream().filter(Field::required).<String>map(Field::key).toList();
    if (!needed.isEmpty()) {
      schema.put("required", needed);
    }
    if (!companions.isEmpty()) {
      schema.put("dependentRequired", companions);
    }
    if (!alternatives.isEmpty()) {
      schema.put("allOf", alternatives.stream().map(ObjectShape::oneOf).toList());
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> oneOf(List<String> keys) {
    return Map.of("oneOf", keys.stream().map(key -> Map.of("required", List.of(key))).toList());
  }

  @Override
  public String description() {
    return "a map of " + name.replace('-', ' ') + " settings";
  }

  /** A look at fields beside each other. */
  private record Check(Consumer<Values> fit, List<? extends Field<?, ?>> needs) {}

  /** Puts a shape together. */
  static final class Builder<T> {

    private final String name;
    private final T template;
    private final String doc;
    private final List<Field<T, ?>> fields = new ArrayList<>();
    private final List<List<String>> alternatives = new ArrayList<>();
    private final Map<String, String> reserved = new LinkedHashMap<>();
    private final Map<String, List<String>> companions = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();

    private Builder(String name, T template, String doc) {
      this.name = name;
      this.template = template;
      this.doc = doc;
    }

    Builder<T> with(Field<T, ?> field) {
      fields.add(field);
      return this;
    }

    /** Exactly one of these must be there. */
    Builder<T> oneOf(Field<?, ?>... either) {
      alternatives.add(List.of(either).stream().<String>map(Field::key).toList());
      return this;
    }

    /** Where the one is, the other must be. */
    Builder<T> together(Field<T, ?> one, Field<T, ?> other) {
      companions.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(other.key());
      return this;
    }

    /** A key that will mean something, but does not yet. */
    Builder<T> reserve(String key, String reason) {
      reserved.put(key, reason);
      return this;
    }

    /** Looks at fields beside each other; called when each of them by itself is right. */
    Builder<T> check(Consumer<Values> fit, Field<?, ?>... needs) {
      checks.add(new Check(fit, List.of(needs)));
      return this;
    }

    ObjectShape<T> make(Function<Values, T> how) {
      return new ObjectShape<>(this, how);
    }
  }
}
