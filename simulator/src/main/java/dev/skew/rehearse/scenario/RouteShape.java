package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Workload.Route;
import dev.skew.rehearse.scenario.Workload.Way;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** How a client finds a node: by one of a few ways, or by its name. */
record RouteShape() implements Shape<Route> {

  private static final List<Way> WAYS = List.of(Way.ROUND_ROBIN, Way.LEADER, Way.NEAREST_REGION);

  @Override
  public @Nullable Route read(Node node, Place place, @Nullable Route base) {
    if (Nodes.isText(node)) {
      for (Way way : WAYS) {
        if (way.label().equals(Nodes.text(node))) {
          return new Route(way, null);
        }
      }
    }
    String name = NodeNames.NODE.read(node, place, null);
    return name == null ? null : new Route(Way.FIXED, name);
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    return NodeNames.NODE.schema(definitions);
  }

  @Override
  public String description() {
    return "round-robin, leader, nearest-region or the name of a node";
  }

  @Override
  public String write(Route value) {
    return value.fixed().orElse(value.way().label());
  }
}
