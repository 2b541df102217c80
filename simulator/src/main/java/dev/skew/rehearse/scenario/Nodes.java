package dev.skew.rehearse.scenario;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a YAML node is, in words. */
final class Nodes {

  private Nodes() {}

  /** What stands there, short enough for a message. */
  static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "a map";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    String text = ((ScalarNode) node).getValue();
    return text.isEmpty() ? "nothing" : Place.shorten(text);
  }

  static boolean isText(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.STR);
  }

  static boolean isNumber(Node node) {
    return node instanceof ScalarNode
        && (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT));
  }

  static boolean isBoolean(Node node) {
    return node instanceof ScalarNode && node.getTag().equals(Tag.BOOL);
  }

  static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }
}
