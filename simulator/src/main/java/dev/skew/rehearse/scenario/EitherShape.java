package dev.skew.rehearse.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A value that is short in the simple case and a map in the others.
 *
 * @param fromShort what the short form means
 * @param fromMap what the map means
 * @param toShort the short form of a value, empty where it has none
 */
record EitherShape<S, M, T>(
    Shape<S> simple,
    ObjectShape<M> map,
    Function<S, T> fromShort,
    Function<M, T> fromMap,
    Function<T, Optional<S>> toShort)
    implements Shape<T> {

  @Override
  public @Nullable T read(Node node, Place place, @Nullable T base) {
    if (node instanceof MappingNode) {
      M parts = map.read(node, place, null);
      return parts == null ? null : fromMap.apply(parts);
    }
    S value = simple.read(node, place, null);
    return value == null ? null : fromShort.apply(value);
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    return Map.of("oneOf", List.of(simple.schema(definitions), map.schema(definitions)));
  }

  @Override
  public List<Shape<?>> parts() {
    return List.of(simple, map);
  }

  @Override
  public String description() {
    return simple.description() + ", or " + map.description();
  }

  @Override
  public String write(T value) {
    return toShort.apply(value).map(simple::write).orElse("");
  }
}
