package dev.skew.rehearse.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The fields of one record while it is read. */
final class Values {

  private final Node node;
  private final Place place;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<String> unsound = new HashSet<>();
  private final Set<String> meant = new HashSet<>();

  Values(Node node, Place place) {
    this.node = node;
    this.place = place;
  }

  void putNode(String key, Node value) {
    nodes.put(key, value);
  }

  void put(String key, Object value) {
    values.put(key, value);
  }

  @Nullable Node nodeOf(String key) {
    return nodes.get(key);
  }

  /** The file has something else in place of this field, which has been reported. */
  void meant(String key) {
    meant.add(key);
  }

  boolean isMeant(String key) {
    return meant.contains(key);
  }

  /** The file has the field, but not in a form that can be read. */
  void fail(String key) {
    unsound.add(key);
  }

  /** Whether the record can be made: nothing that it needs is missing. */
  boolean isComplete(List<? extends Field<?, ?>> fields) {
    return fields.stream().allMatch(field -> values.containsKey(field.key()));
  }

  /** Whether a field is as the file has it, or absent where it may be. */
  boolean isSound(Field<?, ?> field) {
    return values.containsKey(field.key()) && !unsound.contains(field.key());
  }

  /** Whether the file itself has the field, right or wrong. */
  boolean isGiven(Field<?, ?> field) {
    return nodes.containsKey(field.key());
  }

  <V> V get(Field<?, V> field) {
    return Objects.requireNonNull(find(field), field.key());
  }

  @SuppressWarnings("unchecked") // only a field's own shape makes its value
  private <V> @Nullable V find(Field<?, V> field) {
    return (V) values.get(field.key());
  }

  /** The value of a field that may be empty. */
  <V> @Nullable V orNull(Field<?, Optional<V>> field) {
    return get(field).orElse(null);
  }

  /** Reports that a field does not fit the others. */
  void reject(Field<?, ?> field, String message) {
    reject(field, 0, message);
  }

  void reject(Field<?, ?> field, int offset, String message) {
    Node own = nodes.get(field.key());
    Place at = place.child(field.key());
    if (own == null) {
      place.problem(node, field.key() + " " + message);
    } else {
      at.problem(own, offset, message);
    }
  }

  /** Reports something that is wrong with the record as a whole. */
  void reject(String message) {
    place.problem(node, message);
  }

  Place place() {
    return place;
  }

  /** The node of a field, or of the record where the field is absent. */
  Node where(Field<?, ?> field) {
    return nodes.getOrDefault(field.key(), node);
  }
}
