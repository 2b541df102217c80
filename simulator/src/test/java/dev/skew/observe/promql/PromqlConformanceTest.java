package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Prometheus's own scripts, where someone has them: {@code SKEW_PROMQL_SCRIPTS} names a folder with
 * one below it for each mode, whose names begin with v2 and v3.
 */
class PromqlConformanceTest {

  private static final String FOLDER = "SKEW_PROMQL_SCRIPTS";

  @Test
  void versionTwoConformsWhereItsScriptsAreAtHand() throws IOException {
    conforms("v2", Mode.V2);
  }

  @Test
  void versionThreeConformsWhereItsScriptsAreAtHand() throws IOException {
    conforms("v3", Mode.V3);
  }

  private static void conforms(String prefix, Mode mode) throws IOException {
    String folder = System.getenv(FOLDER);
    assumeTrue(
        folder != null && Files.isDirectory(Path.of(folder)),
        "SKIPPED: PromQL conformance is NOT tested, since " + FOLDER + " names no folder");

    List<String> failures = new ArrayList<>();
    int evaluations = 0;
    for (Path file : scripts(Path.of(String.valueOf(folder)), prefix)) {
      PromqlScriptReport report = OwnScriptsTest.run(file, mode);
      failures.addAll(report.failures());
      evaluations += report.evaluations();
    }

    assertThat(failures).isEmpty();
    assertThat(evaluations).isPositive();
  }

  private static List<Path> scripts(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".test"))
          .filter(file -> folder.relativize(file).toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
