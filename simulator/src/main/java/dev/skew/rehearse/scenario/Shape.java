package dev.skew.rehearse.scenario;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a value of a scenario file looks like: how it is read, what the schema says of it and what
 * the reference says of it, side by side so that they cannot differ.
 */
interface Shape<T> {

  /**
   * Reads a value.
   *
   * @param base what absent parts are filled in from, null for nothing; of a list or a map, its
   *     first element is the base of each element
   * @return null when something was wrong, which has been reported then
   */
  @Nullable T read(Node node, Place place, @Nullable T base);

  /** The value's JSON Schema; {@code definitions} takes those that have a name. */
  Map<String, Object> schema(Map<String, Object> definitions);

  /** What it is, in a few words for the reference. */
  String description();

  /** The shapes that it is made of, for the reference. */
  default List<Shape<?>> parts() {
    return List.of();
  }

  /** How the reference writes a value, empty where it is too much to say. */
  default String write(T value) {
    return "";
  }
}
