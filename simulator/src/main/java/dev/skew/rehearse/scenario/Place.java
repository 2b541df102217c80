package dev.skew.rehearse.scenario;

import dev.skew.world.fault.Nearest;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Where the reader is: the path of a field, and where problems go. */
final class Place {

  private final Problems problems;
  private final String path;

  Place(Problems problems, String path) {
    this.problems = problems;
    this.path = path;
  }

  Place child(String key) {
    return new Place(problems, path.isEmpty() ? key : path + "." + key);
  }

  Place item(int index) {
    return new Place(problems, path + "[" + index + "]");
  }

  String path() {
    return path;
  }

  void problem(Node node, String message) {
    problem(node, 0, message);
  }

  /**
   * Reports a problem inside a value.
   *
   * @param offset of the word it is about, in characters from where the value begins
   */
  void problem(Node node, int offset, String message) {
    Optional<Mark> mark = node.getStartMark();
    int line = mark.map(Mark::getLine).orElse(0) + 1;
    int column = mark.map(Mark::getColumn).orElse(0) + 1;
    problems.add(line, column + offset, path, message);
  }

  /** A name is not known; names the nearest that is. */
  void unknown(Node node, String what, String name, Collection<String> known) {
    problem(node, "there is no " + what + " " + shorten(name) + Nearest.hint(name, known));
  }

  /** Checks names once the whole file is read. */
  void later(Consumer<Names> check) {
    problems.later(check);
  }

  int problemCount() {
    return problems.count();
  }

  static String shorten(String text) {
    String line = text.replace('\n', ' ');
    return line.length() > 60 ? line.substring(0, 60) + "..." : line;
  }
}
