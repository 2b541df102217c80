package dev.skew.rehearse.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects what is wrong with a file. */
final class Problems {

  /** Nobody reads more; a file of nonsense must not fill the memory. */
  private static final int MAX = 1_000;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private final List<Consumer<Names>> later = new ArrayList<>();
  private int count;

  Problems(String file) {
    this.file = file;
  }

  void add(int line, int column, String path, String message) {
    count++;
    if (found.size() < MAX) {
      found.add(new Problem(file, line, column, path, message));
    }
  }

  void later(Consumer<Names> check) {
    later.add(check);
  }

  void check(Names names) {
    later.forEach(check -> check.accept(names));
  }

  /** Whether nothing was found at a path or below. */
  boolean noneBelow(String path) {
    return found.stream().noneMatch(problem -> isBelow(problem.path(), path));
  }

  private static boolean isBelow(String path, String top) {
    return path.equals(top) || path.startsWith(top + ".") || path.startsWith(top + "[");
  }

  int count() {
    return count;
  }

  /**
   * Ends the reading of a file that has problems.
   *
   * @throws ScenarioException with all of them in the order of the file
   */
  void throwIfAny() throws ScenarioException {
    if (count > 0) {
      found.sort(null); // stable: those of one place stay in the order in which they were found
      throw new ScenarioException(found);
    }
  }
}
