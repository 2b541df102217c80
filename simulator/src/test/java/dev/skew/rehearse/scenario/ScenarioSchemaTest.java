package dev.skew.rehearse.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The published schema and the reference of keys are those of the tables that the reader reads by;
 * run with {@code -Dupdate=true} to write them anew.
 */
class ScenarioSchemaTest {

  static final Path FOLDER = scenarios();
  private static final String BEGIN = "<!-- reference: written from the reader's tables -->";
  private static final String END = "<!-- end of reference -->";
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ScenarioSchema.json(), InputFormat.JSON);

  private static final String HEAD =
      """
      name: test
      duration: 1m
      topology:
        regions: [west, east]
        nodes:
          - { role: etcd, count: 5 }
          - { role: store, count: 3 }
          - { role: client }
      """;

  @Test
  void thePublishedSchemaIsThatOfTheTables() throws IOException {
    Path file = FOLDER.resolve("schema/scenario.schema.json");
    if (Boolean.getBoolean("update")) {
      Files.writeString(file, ScenarioSchema.json());
    }

    assertThat(Files.readString(file)).isEqualTo(ScenarioSchema.json());
  }

  @Test
  void theReferenceOfKeysIsThatOfTheTables() throws IOException {
    Path file = FOLDER.resolve("README.md");
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isBetween(BEGIN.length(), end);
    if (Boolean.getBoolean("update")) {
      String updated = page.substring(0, begin) + "\n" + ScenarioSchema.reference() + "\n";
      page = updated + page.substring(end);
      Files.writeString(file, page);
    }

    assertThat(page.substring(begin, page.indexOf(END)))
        .isEqualTo("\n" + ScenarioSchema.reference() + "\n");
  }

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !FOLDER.relativize(file).startsWith("target"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedScenarioIsRightByReaderAndSchema(Path file) throws Exception {
    Scenario scenario = ScenarioReader.read(file);

    assertThat(scenario.expect()).isNotEmpty();
    assertThat(schemaErrors(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "description: a text",
        "teaches: that a majority goes on",
        "start: 2012-06-30T23:59:00Z",
        "consensus: { election: 2s, unsafe: { leaseReads: true } }",
        "store: { keyspaces: [{ name: a, versioning: hlc, commitWait: true }] }",
        "clocks: { default: { offset: -5s, drift: +50ms/min }, byNode: { etcd-0: {} } }",
        "clocks: { default: { ntp: { servers: [{ name: a }, { name: b, error: 5s }] } } }",
        "links: { default: { latency: 5ms, loss: 1.5%, bandwidth: 10Mbit, fifo: true } }",
        "links: { clients: { latency: { mean: 5ms, jitter: 1ms, distribution: pareto } } }",
        "links: { default: { latency: { samples: [1ms, 2ms] }, reorder: { probability: 5% } } }",
        "links: { betweenRegions: [{ from: west, to: east, loss: { probability: 1% } }] }",
        "nodes: { default: { service: 50us, queue: 100, disk: { fsync: 5ms } } }",
        "workloads: [{ name: a, target: store, open: { rate: 1.5/s }, mix: { quorum: 1 } }]",
        "workloads: [{ name: a, target: consensus, closed: { sessions: 3 }, mix: { write: 0.5 } }]",
        "timeline: [{ at: 5s, fault: chaos clear }]",
        "timeline: [{ at: [5s, 6s], every: 1s, until: 30s, nodes: 2, fault: date -s '+1 day' }]",
        "timeline: [{ at: 5s, nodes: 40%/role:etcd, fault: chaos node crash, for: 1s }]",
        "expect: [{ measure: data-loss, comparator: at-most, value: 0.1% }]",
        "expect: [{ measure: leaders, comparator: equal, value: 1, continuous: true }]",
        "expect: [{ event: leader-elected, where: { term: 2, node: etcd-0, ok: true } }]",
        "expect: [{ invariant: linearizability, verdict: violated, in: some-seed }]",
      })
  void readerAndSchemaBothAccept(String more) throws Exception {
    assertThat(schemaErrors(HEAD + more)).isEmpty();
    assertThat(ScenarioReader.read("test.yaml", HEAD + more).name()).isEqualTo("test");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nmae: test",
        "name: 5",
        "description: ''",
        "description: [a]",
        "start: 2012-06-30",
        "consensus: { election: -2s }",
        "consensus: { election: 2 }",
        "consensus: { snapshotCount: 0 }",
        "consensus: { snapshotCount: 1.5 }",
        "consensus: { preVote: 'true' }",
        "consensus: { release: etcd-2 }",
        "consensus:",
        "store: { keyspaces: [] }",
        "store: { keyspaces: [{ versioning: hlc }] }",
        "store: { keyspaces: { name: a } }",
        "clocks: { default: { drift: 5 } }",
        "clocks: { default: { drift: 5kmh } }",
        "clocks: { default: { walk: { interval: 1s } } }",
        "clocks: { byNode: { etcd-0: { offest: 1s } } }",
        "links: { default: { loss: 101% } }",
        "links: { default: { loss: 0.1 } }",
        "links: { default: { loss: { burst: 3 } } }",
        "links: { default: { latency: { jitter: 1ms } } }",
        "links: { default: { latency: { mean: 1ms, samples: [1ms] } } }",
        "links: { default: { jitterCorrelation: 100% } }",
        "links: { default: { bandwidth: 10MB } }",
        "links: { betweenRegions: [{ from: west, latency: 1ms }] }",
        "nodes: { default: { queue: 0 } }",
        "nodes: { default: { disk: { capacity: 5 } } }",
        "workloads: [{ target: store, open: { rate: 1/s }, mix: { quorum: 1 } }]",
        "workloads: [{ name: a, target: store, mix: { quorum: 1 } }]",
        "workloads: [{ name: a, target: store, open: { rate: 1 }, mix: { quorum: 1 } }]",
        "workloads: [{ name: a, target: consensus, open: { rate: 1/s }, closed: { sessions: 1 },"
            + " mix: { write: 1 } }]",
        "workloads: [{ name: a, target: moon, open: { rate: 1/s }, mix: { write: 1 } }]",
        "workloads: [{ name: a, target: consensus, open: { rate: 1/s }, mix: { write: -1 } }]",
        "timeline: [{ fault: chaos clear }]",
        "timeline: [{ at: 5s }]",
        "timeline: [{ at: [1s], fault: chaos clear }]",
        "timeline: [{ at: 5s, until: 6s, fault: chaos clear }]",
        "timeline: { at: 5s, fault: chaos clear }",
        "expect: [{ comparator: equal, value: 1 }]",
        "expect: [{ measure: leaders }]",
        "expect: [{ measure: leaders, comparator: equal }]",
        "expect: [{ measure: ledaers, comparator: equal, value: 1 }]",
        "expect: [{ measure: leaders, comparator: '=', value: 1 }]",
        "expect: [{ measure: leaders, comparator: equal, value: [1] }]",
        "expect: [{ event: a, verdict: holds }]",
        "expect: [{ invariant: linearizability, measure: leaders }]",
        "expect: [{ metric: up, comparator: equal, value: 1 }]",
        "expect: [{ alert: Down }]",
        "drill: { gold: 2m }",
      })
  void readerAndSchemaBothRefuse(String more) {
    assertThat(schemaErrors(HEAD + more)).isNotEmpty();
    assertThat(ScenarioReaderTest.problems(HEAD + more)).isNotEmpty();
  }

  private static List<String> schemaErrors(String yaml) {
    Object tree =
        new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build()).loadFromString(yaml);
    return SCHEMA.validate(new ObjectMapper().valueToTree(tree)).stream()
        .map(Object::toString)
        .toList();
  }

  private static Path scenarios() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("scenarios/schema"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new AssertionError("no folder with scenarios/schema above the working one");
      }
      folder = parent;
    }
    return folder.resolve("scenarios");
  }
}
