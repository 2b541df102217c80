package dev.skew.observe.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine's rules as scripts: those of both modes, and those of each. */
class OwnScriptsTest {

  private static final Path SCRIPTS = Path.of("src/test/resources/promql");

  @ParameterizedTest
  @EnumSource(Mode.class)
  void everyEvaluationConforms(Mode mode) throws IOException {
    for (Path file : scripts(mode)) {
      PromqlScriptReport report = run(file, mode);

      assertThat(report.failures()).isEmpty();
      assertThat(report.evaluations()).as(file.toString()).isGreaterThan(5);
      assertThat(report.queries()).isGreaterThan(5 * report.evaluations());
    }
  }

  @Test
  void nativeHistogramsAreSkippedAndCounted() throws IOException {
    PromqlScriptReport report = run(SCRIPTS.resolve("v3/open-windows.test"), Mode.V3);

    assertThat(report.skipped()).containsEntry("native histograms", 1);
  }

  private static List<Path> scripts(Mode mode) throws IOException {
    String own = mode == Mode.V2 ? "v2" : "v3";
    try (Stream<Path> both = Files.list(SCRIPTS.resolve("both"));
        Stream<Path> one = Files.list(SCRIPTS.resolve(own))) {
      return Stream.concat(both, one).sorted().toList();
    }
  }

  static PromqlScriptReport run(Path file, Mode mode) throws IOException {
    return PromqlScript.read(file.toString(), Files.readString(file), mode).run();
  }
}
