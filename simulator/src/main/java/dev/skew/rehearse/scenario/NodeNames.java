package dev.skew.rehearse.scenario;

import dev.skew.world.topology.Region;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** The shapes of names that stand for something else in the file; checked once all is read. */
final class NodeNames {

  static final Shape<String> NODE = new NodeShape();
  static final Shape<Region> REGION = new RegionShape();

  private static final Shape<String> WORD = Scalars.name("a name");

  private NodeNames() {}

  static void checkLater(Node node, Place place, String name) {
    place.later(
        names -> {
          if (!names.mayHaveNode(name)) {
            place.unknown(node, "node", name, names.nodes());
          }
        });
  }

  /** The name of a node. */
  private record NodeShape() implements Shape<String> {

    @Override
    public @Nullable String read(Node node, Place place, @Nullable String base) {
      String name = WORD.read(node, place, null);
      if (name != null) {
        checkLater(node, place, name);
      }
      return name;
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return WORD.schema(definitions);
    }

    @Override
    public String description() {
      return "the name of a node";
    }

    @Override
    public String write(String value) {
      return value;
    }
  }

  /** The name of a region. */
  private record RegionShape() implements Shape<Region> {

    @Override
    public @Nullable Region read(Node node, Place place, @Nullable Region base) {
      String name = WORD.read(node, place, null);
      if (name == null) {
        return null;
      }
      place.later(
          names -> {
            if (!names.mayHaveRegion(name)) {
              place.unknown(node, "region", name, names.regions());
            }
          });
      return new Region(name);
    }

    @Override
    public Map<String, Object> schema(Map<String, Object> definitions) {
      return WORD.schema(definitions);
    }

    @Override
    public String description() {
      return "the name of a region";
    }

    @Override
    public String write(Region value) {
      return value.name();
    }
  }
}
