package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No figure of an incident is without a source; and the check would see one that is. */
class ProvenanceTest {

  @TestFactory
  Stream<DynamicTest> everyFigureOfAnIncidentNamesItsSource() throws IOException {
    List<Path> incidents =
        Catalog.files().stream().filter(file -> file.startsWith("incidents")).toList();

    assertThat(incidents).isNotEmpty();
    return incidents.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.toString(),
                    () ->
                        assertThat(
                                Provenance.problems(Files.readString(Catalog.root().resolve(file))))
                            .isEmpty()));
  }

  @Test
  void aFigureWithoutASourceIsFound() {
    String text =
        """
        name: incident-1
        description: >
          It took 43 seconds.
        # source owner: https://example.org/report
        duration: 3m # grade: chosen

        topology:
          nodes:
            # grade: P, owner
            - { role: mysql, count: 3 }
            - { role: client, count: 2 }
          regions: [one, two]
        links: { latency: 5ms }

        timeline:
          - id: link-1
            at: 30s # grade: S, owner; about then
            for: 43s
            fault: chaos network loss --probability 40% --nodes mysql-0
            comment: >
              after 43 s
          - at: 40s # when it was noticed
            fault: chaos network heal --nodes mysql-1

        expect:
          - { measure: primaries, comparator: equal, value: 2 }
        """;

    assertThat(Provenance.problems(text))
        .containsExactly(
            "13: a figure of no source: links: { latency: 5ms }",
            "18: a figure of no source: for: 43s",
            "19: a figure of no source: fault: chaos network loss --probability 40% --nodes mysql-0",
            "22: a figure of no source: - at: 40s # when it was noticed");
  }

  @Test
  void aGradeThatNothingStandsBehindIsFound() {
    String text =
        """
        # source owner: https://example.org/report
        start: 2018-10-21T22:52:00Z # grade: M, owner
        duration: 3m # grade: P, hearsay
        seed: 3 # grade: P
        """;

    assertThat(Provenance.problems(text))
        .containsExactly(
            "2: a grade is P or S and a source, or chosen: start: 2018-10-21T22:52:00Z # grade: M,"
                + " owner",
            "3: a source that the file does not declare: duration: 3m # grade: P, hearsay",
            "4: a grade is P or S and a source, or chosen: seed: 3 # grade: P");
  }

  @Test
  void aGradedBlockEndsWhereItsLinesEnd() {
    String text =
        """
        services:
          graph:
            # grade: chosen
            - { name: web, concurrency: 4 }

            - { name: db, concurrency: 4 }
          default:
            # grade: chosen
            work: 1ms
          queue: 1000
        """;

    assertThat(Provenance.problems(text))
        .containsExactly(
            "6: a figure of no source: - { name: db, concurrency: 4 }",
            "10: a figure of no source: queue: 1000");
  }
}
