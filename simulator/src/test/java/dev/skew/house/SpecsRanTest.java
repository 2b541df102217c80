package dev.skew.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants what {@link SpecsRan} is there to catch. */
class SpecsRanTest {

  private static final Instant BEGAN = Instant.parse("2026-11-01T10:00:00Z");

  private Path sources;
  private Path reports;

  @BeforeEach
  void plantOneSpecification(@TempDir Path folder) throws IOException {
    sources = Files.createDirectory(folder.resolve("scala"));
    reports = Files.createDirectory(folder.resolve("reports"));
    Files.createDirectories(sources.resolve("dev/skew"));
    Files.writeString(sources.resolve("dev/skew/QueueSpec.scala"), "class QueueSpec");
  }

  @Test
  void acceptsASpecificationThatRan() throws IOException {
    report(3, BEGAN.plusSeconds(5));

    assertThat(SpecsRan.problems(sources, reports, BEGAN)).isEmpty();
  }

  @Test
  void namesASpecificationWithoutReport() throws IOException {
    assertThat(SpecsRan.problems(sources, reports, BEGAN))
        .singleElement()
        .asString()
        .startsWith("dev.skew.QueueSpec did not run: no report");
  }

  @Test
  void namesASpecificationWhoseReportIsOfAnEarlierBuild() throws IOException {
    report(3, BEGAN.minusSeconds(1));

    assertThat(SpecsRan.problems(sources, reports, BEGAN))
        .singleElement()
        .asString()
        .startsWith("dev.skew.QueueSpec did not run in this build");
  }

  @Test
  void namesASpecificationWithoutTests() throws IOException {
    report(0, BEGAN.plusSeconds(5));

    assertThat(SpecsRan.problems(sources, reports, BEGAN))
        .containsExactly("dev.skew.QueueSpec ran, but holds no tests.");
  }

  @Test
  void hasNothingToSayWhereThereAreNoSpecifications() throws IOException {
    assertThat(SpecsRan.problems(reports.resolve("absent"), reports, BEGAN)).isEmpty();
  }

  private void report(int tests, Instant writtenAt) throws IOException {
    Path report = reports.resolve("TEST-dev.skew.QueueSpec.xml");
    Files.writeString(report, "<testsuite name=\"QueueSpec\" tests=\"" + tests + "\"/>");
    Files.setLastModifiedTime(report, FileTime.from(writtenAt));
  }
}
