package dev.skew.rehearse.scenario;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A number with or without a unit, kept as text until its unit is known. */
record QuantityShape() implements Shape<String> {

  private static final String PATTERN = "^[0-9][0-9.a-z]{0,30}(%|/[a-z]{1,3})?$";
  private static final Pattern QUANTITY = Pattern.compile(PATTERN);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?");

  @Override
  public @Nullable String read(Node node, Place place, @Nullable String base) {
    boolean number = Nodes.isNumber(node) && NUMBER.matcher(Nodes.text(node)).matches();
    boolean quantity = Nodes.isText(node) && QUANTITY.matcher(Nodes.text(node)).matches();
    if (number || quantity) {
      return Nodes.text(node);
    }
    place.problem(node, "must be " + description() + ", got " + Nodes.kind(node));
    return null;
  }

  @Override
  public Map<String, Object> schema(Map<String, Object> definitions) {
    return Map.of(
        "oneOf",
        List.of(
            Shapes.keywords("type", "number", "minimum", 0),
            Shapes.keywords("type", "string", "pattern", PATTERN)));
  }

  @Override
  public String description() {
    return "a number, a duration, a share or a rate";
  }
}
