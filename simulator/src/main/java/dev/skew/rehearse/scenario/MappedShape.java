package dev.skew.rehearse.scenario;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A record whose fields in a file differ from those that the program wants. */
record MappedShape<P, T>(ObjectShape<P> map, Function<P, T> make) implements Shape<T> {

  @Override
  public @Nullable T read(Node node, Place place, @Nullable T base) {
    int before = place.problemCount();
    P read = map.read(node, place, null);
    // What is wrong may be what the record cannot be made without.
    return read == null || place.problemCount() > before ? null : make.apply(read);
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    return map.schema(definitions);
  }

  @Override
  public List<Shape<?>> parts() {
    return List.of(map);
  }

  @Override
  public String description() {
    return map.description();
  }
}
