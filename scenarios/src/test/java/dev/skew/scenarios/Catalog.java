package dev.skew.scenarios;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scenario files of this folder. */
final class Catalog {

  private Catalog() {}

  /** Surefire starts tests in the folder of their module. */
  static Path root() {
    return Path.of("").toAbsolutePath();
  }

  /** Relative to the root, in the order of their paths. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root())) {
      return files
          .map(file -> root().relativize(file))
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(Catalog::isScenario)
          .sorted()
          .toList();
    }
  }

  static Scenario read(Path file) {
    try {
      return ScenarioReader.read(root().resolve(file));
    } catch (ScenarioException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static boolean isScenario(Path file) {
    String first = file.getName(0).toString();
    return !first.equals("src") && !first.equals("target");
  }
}
