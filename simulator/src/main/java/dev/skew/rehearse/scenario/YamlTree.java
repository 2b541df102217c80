package dev.skew.rehearse.scenario;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML text as a tree with places, if it is one that can safely be walked. */
final class YamlTree {

  static final int MAX_CHARACTERS = 1 << 20;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 200_000;

  private final Problems problems;
  private final Set<Node> path = Collections.newSetFromMap(new IdentityHashMap<>());
  private int visited;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** The root, or null when there is none or none that can be walked, which has been reported. */
  static @Nullable Node read(String text, Problems problems) {
    if (text.length() > MAX_CHARACTERS) {
      problems.add(
          1,
          1,
          "",
          "a scenario may have %d characters, this one has %d"
              .formatted(MAX_CHARACTERS, text.length()));
      return null;
    }
    try {
      return new YamlTree(problems).tree(text);
    } catch (MarkedYamlEngineException wrong) {
      Mark mark = wrong.getProblemMark().or(wrong::getContextMark).orElse(null);
      problems.add(
          mark == null ? 1 : mark.getLine() + 1,
          mark == null ? 1 : mark.getColumn() + 1,
          "",
          "is not YAML: " + wrong.getProblem() + remedy(wrong.getProblem()));
      return null;
    } catch (YamlEngineException wrong) {
      problems.add(1, 1, "", "is not YAML: " + wrong.getMessage());
      return null;
    }
  }

  private static String remedy(@Nullable String problem) {
    if (problem == null) {
      return "";
    }
    if (problem.contains("TAB")) {
      return "; indent with spaces";
    }
    return problem.contains("chomping") || problem.contains("cannot start any token")
        ? "; a value that begins with a special character needs quotes"
        : "";
  }

  private @Nullable Node tree(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setAllowDuplicateKeys(true) // they are reported by name, all of them
            .setMaxAliasesForCollections(MAX_NODES) // counted below, with what they stand for
            .build();
    // The parser is a loop, the composer a recursion: depth is measured before it can overflow.
    if (!isShallow(new Parse(settings).parseString(text))) {
      return null;
    }
    Optional<Node> root = new Compose(settings).composeString(text);
    if (root.isEmpty()) {
      problems.add(1, 1, "", "is empty; a scenario needs at least name, duration and topology");
      return null;
    }
    return isWalkable(root.get()) ? root.get() : null;
  }

  private boolean isShallow(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        report(event.getStartMark(), "is nested more than %d deep".formatted(MAX_DEPTH));
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return true;
  }

  /** Counts what an alias stands for each time, so that a bomb shows before it goes off. */
  private boolean isWalkable(Node node) {
    if (++visited > MAX_NODES) {
      report(
          node.getStartMark(),
          "stands for more than %d values once its aliases are followed".formatted(MAX_NODES));
      return false;
    }
    if (!path.add(node)) {
      report(node.getStartMark(), "contains itself by an alias");
      return false;
    }
    boolean walkable = areChildrenWalkable(node);
    path.remove(node);
    return walkable;
  }

  private boolean areChildrenWalkable(Node node) {
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        if (!isWalkable(item)) {
          return false;
        }
      }
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (!isWalkable(tuple.getKeyNode()) || !isWalkable(tuple.getValueNode())) {
          return false;
        }
      }
    }
    return true;
  }

  private void report(Optional<Mark> mark, String message) {
    problems.add(
        mark.map(Mark::getLine).orElse(0) + 1,
        mark.map(Mark::getColumn).orElse(0) + 1,
        "",
        message);
  }
}
