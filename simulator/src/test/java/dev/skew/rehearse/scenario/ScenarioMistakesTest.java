package dev.skew.rehearse.scenario;

import static dev.skew.rehearse.scenario.ScenarioReaderTest.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file is said with its place and what would be right. */
class ScenarioMistakesTest {

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

  private static final String TWENTY_MISTAKES =
      """
      name: Test One
      duration: -5m
      start: yesterday
      topology:
        regions: [west, east, west]
        nodes:
          - { role: etcdd, count: 5 }
          - { role: store, count: 0 }
          - { role: client, count: 1, regions: [wset] }
      consensus:
        electoin: 1s
        tick: 100
        preVote: on
      store:
        keyspaces:
          - { name: a, versioning: vector, replicas: 3, writeQuorum: 4 }
      links:
        default:
          loss: 120%
          bandwidth: 10Mbps
      links:
        default: { latency: 1ms }
      workloads:
        - name: w
          target: consensus
          mix: { write: many }
      timeline:
        - { at: 10s, fault: chaos network partitoin --nodes 40% }
        - { at: 10s, for: 5s, fault: chaos network heal }
      expect:
        - { measure: recovery-tiem, comparator: at-most, value: 5m }
        - { metric: up, comparator: equal, value: 1 }
      """;

  @Test
  void whatBeaconsAndVersionsMayBeIsSaid() {
    assertThat(
            problems(
                """
                name: test
                duration: 1m
                topology:
                  nodes:
                    - { role: store, count: 3 }
                store:
                  beacons: { fanout: 4 }
                  versions:
                    - { version: v2.1.0, rowHash: md5 }
                    - { version: v2.2.0, encoding: 0 }
                """))
        .containsExactly(
            "test.yaml:7:22: store.beacons.fanout: must lie in [1, 3], got 4",
            "test.yaml:9:35: store.versions[0].rowHash: must be murmur3 or xxhash64, got md5",
            "test.yaml:10:36: store.versions[1].encoding: must lie in [1, 1000], got 0");
  }

  @Test
  void beaconsNeedAnIntervalAndVersionsOneRowEach() {
    assertThat(
            problems(
                """
                name: test
                duration: 1m
                topology:
                  nodes:
                    - { role: store, count: 3 }
                store:
                  beacons: { fanout: 2 }
                  versions:
                    - { version: v2.1.0, rowHash: murmur3 }
                    - { version: v2.1.0 }
                """))
        .containsExactly(
            "test.yaml:7:12: store.beacons: interval must be given and more than 0s, such as 1s;"
                + " without it there are no beacons",
            "test.yaml:9:5: store.versions: has v2.1.0 twice; keep one");
  }

  @Test
  void aVersionThatIsInNoTableIsRefusedWhereverItStands() {
    assertThat(
            problems(
                """
                name: test
                duration: 1m
                topology:
                  nodes:
                    - { role: store, count: 3, version: v2.0.0 }
                store:
                  versions: [{ version: v2.1.0 }, { version: v2.2.0 }]
                timeline:
                  - { at: 1s, fault: chaos deploy --version v9.0.0 }
                  - { at: 2s, fault: chaos deploy --version mixed --ratio 1:99 }
                """))
        .containsExactly(
            "test.yaml:5:41: topology.nodes[0].version: must be one of store.versions, v2.1.0,"
                + " v2.2.0, got v2.0.0",
            "test.yaml:9:22: timeline[0].fault: there is no release v9.0.0, only v2.1.0, v2.2.0",
            "test.yaml:10:22: timeline[1].fault: a ratio of 1:99 leaves none of 3 stores with its"
                + " version; 1:2 leaves one");
  }

  @Test
  void twentyMistakesAreTwentyProblems() {
    List<String> problems = problems(TWENTY_MISTAKES);

    assertThat(problems)
        .containsExactly(
            "test.yaml:1:7: name: must be a name in lower case with digits and dashes, such as"
                + " eu-west-1, got Test One",
            "test.yaml:2:11: duration: must not be negative, got -5m",
            "test.yaml:3:8: start: must be a date in UTC from 1970 on, such as"
                + " 2026-11-01T09:00:00Z, got yesterday",
            "test.yaml:5:12: topology.regions: has west twice; keep one",
            "test.yaml:7:15: topology.nodes[0].role: must be etcd or store or mysql or service or client, got"
                + " etcdd; did you mean etcd?",
            "test.yaml:8:29: topology.nodes[1].count: must lie in [1, 2000], got 0",
            "test.yaml:9:43: topology.nodes[2].regions[0]: there is no region wset; did you mean"
                + " west?",
            "test.yaml:11:3: consensus.electoin: unknown key; did you mean election?",
            "test.yaml:12:9: consensus.tick: must be a duration such as 250ms, 10s, 5m, 2h or 1d,"
                + " got 100 without a unit: ms, s, m, h or d",
            "test.yaml:13:12: consensus.preVote: must be true or false, got on",
            "test.yaml:16:30: store.keyspaces[0].versioning: must be vector-clock or"
                + " last-write-wins or hlc or crdt or db-timestamp, got vector",
            "test.yaml:16:64: store.keyspaces[0].writeQuorum: must be at most the number of"
                + " replicas, 3, got 4",
            "test.yaml:19:11: links.default.loss: must lie in [0%, 100%], got 120%",
            "test.yaml:20:16: links.default.bandwidth: must be a bandwidth such as 512kbit, 10Mbit"
                + " or 1Gbit, got 10Mbps",
            "test.yaml:21:1: links: is there twice; keep one",
            "test.yaml:24:5: workloads[0]: needs one of open, closed",
            "test.yaml:26:19: workloads[0].mix.write: must be a number from 0 to 1000000, got many",
            "test.yaml:28:37: timeline[0].fault: there is no command chaos network partitoin; did"
                + " you mean partition?",
            "test.yaml:29:32: timeline[1].fault: chaos network heal is done at once and takes no"
                + " duration",
            "test.yaml:31:16: expect[0].measure: must be one of those listed below, got"
                + " recovery-tiem; did you mean recovery-time?",
            "test.yaml:32:7: expect[1].metric: is not available yet: nodes have no exporters yet;"
                + " measure and event look at the truth instead");
  }

  @Test
  void whereNoNameIsNearAllAreTold() {
    List<String> problems =
        problems(
            HEAD
                + """
                bogus: 1
                expect:
                  - { measure: happiness, comparator: equal, value: 1 }
                """);

    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).contains("unknown key; known are name, ", ", topology, ");
    assertThat(problems.get(1)).contains("must be ", " or recovery-time or ", ", got happiness");
  }

  @Test
  void namesThatAreNotThereAreToldWithTheNearest() {
    assertThat(
            problems(
                HEAD
                    + """
                    clocks: { byNode: { etcd-7: { drift: 1ppm } } }
                    links:
                      betweenNodes: [{ from: etcd-0, to: stoer-1 }]
                      betweenRegions: [{ from: west, to: esat }]
                    workloads:
                      - name: w
                        target: store
                        region: wets
                        open: { rate: 1/s }
                        keys: { keyspace: cart }
                        mix: { quorum: 1 }
                        route: store-9
                    timeline:
                      - { at: 5s, fault: "chaos node crash --nodes etcd-0,etcd-9" }
                      - { at: 5s, fault: chaos node pause --nodes 40% --role stor }
                    expect:
                      - { event: crash, workload: v }
                    """))
        .containsExactly(
            "test.yaml:9:21: clocks.byNode.etcd-7: there is no node etcd-7; did you mean etcd-0?",
            "test.yaml:11:38: links.betweenNodes[0].to: there is no node stoer-1; did you mean"
                + " store-1?",
            "test.yaml:12:38: links.betweenRegions[0].to: there is no region esat; did you mean"
                + " east?",
            "test.yaml:16:13: workloads[0].region: there is no region wets; did you mean west?",
            "test.yaml:18:11: workloads[0].keys: there is no keyspace cart; known are kv",
            "test.yaml:20:12: workloads[0].route: there is no node store-9; did you mean store-0?",
            "test.yaml:22:22: timeline[0].fault: there is no node etcd-9; did you mean etcd-0?",
            "test.yaml:23:22: timeline[1].fault: there is no role stor; did you mean store?",
            "test.yaml:25:31: expect[0].workload: there is no workload v; did you mean w?");
  }

  @Test
  void everyMistakeInACommandHasItsColumn() {
    assertThat(
            problems(
                HEAD
                    + """
                    timeline:
                      - at: 5s
                        fault: chaos network delay --latncy 500ms --jitter -5ms --nodes 140%
                    """))
        .containsExactly(
            "test.yaml:11:32: timeline[0].fault: chaos network delay takes no --latncy; did you"
                + " mean --latency?",
            "test.yaml:11:56: timeline[0].fault: --jitter must not be negative, got -5ms",
            "test.yaml:11:69: timeline[0].fault: --nodes must lie in [0%, 100%], got 140%");
  }

  @Test
  void maskingIsRefusedWhereTheReplicasCannotHoldIt() {
    assertThat(
            problems(
                HEAD
                    + """
                    store:
                      byzantine: { masking: 1 }
                      keyspaces:
                        - { name: a, replicas: 2 }
                        - { name: b, writeQuorum: 1 }
                        - { name: c, sloppyQuorum: true }
                        - { name: d }
                    """))
        .containsExactly(
            "test.yaml:10:14: store.byzantine: masks 1 of the replicas, so keyspace a needs 3"
                + " replicas at least (2f + 1; 5 for full masking), got 2",
            "test.yaml:10:14: store.byzantine: masks 1 of the replicas, so keyspace b needs a"
                + " writeQuorum of 2 at least (f + 1), got 1",
            "test.yaml:10:14: store.byzantine: masks 1 of the replicas, so keyspace c needs"
                + " sloppyQuorum: false; those who stand in are no witnesses");
    assertThat(problems(HEAD + "store: { byzantine: { detect: false, masking: 1 } }\n"))
        .containsExactly(
            "test.yaml:9:47: store.byzantine.masking: needs detect: true, which compares who has"
                + " what first hand");
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThat(
            problems(
                HEAD
                    + """
                    consensus:
                      heartbeat: 250ms
                      election: 100ms
                      checkQuorum: false
                      unsafe: { leaseReads: true }
                    store:
                      keyspaces: [{ name: a, versioning: crdt, replicas: 4, commitWait: true }]
                    clocks: { default: { ntp: { minPoll: 60s } } }
                    workloads:
                      - name: w
                        target: store
                        open: { rate: 1/s }
                        mix: { linearizable: 1, compareAndSet: 1 }
                        route: leader
                        start: 30s
                        stop: 20s
                    timeline:
                      - { at: 2m, fault: chaos clear }
                      - { at: 5s, every: 1s, until: 4s, fault: chaos clear }
                      - { at: 5s, fault: chaos node crash --nodes 60% --require minority }
                      - { at: 5s, fault: tc qdisc add dev eth0 root netem delay 1ms }
                    expect:
                      - { measure: leaders, comparator: equal, value: 5m, start: 50s, end: 2m }
                    """))
        .containsExactly(
            "test.yaml:10:14: consensus.heartbeat: must be a whole number of ticks of 100ms",
            "test.yaml:11:13: consensus.election: must be longer than the heartbeat of 250ms; etcd"
                + " wants at least five times as much",
            "test.yaml:12:16: consensus.checkQuorum: must be true where reads are answered from a"
                + " lease",
            "test.yaml:15:54: store.keyspaces[0].replicas: must be at most the number of store"
                + " nodes, 3, got 4",
            "test.yaml:15:69: store.keyspaces[0].commitWait: needs versions by timestamp:"
                + " last-write-wins, hlc or db-timestamp, not crdt",
            "test.yaml:16:38: clocks.default.ntp.minPoll: must be a power of two of seconds such as"
                + " 64s or 1024s, got 1m",
            "test.yaml:21:10: workloads[0].mix: asks the store for linearizable reads; it has"
                + " quorum, one, all",
            "test.yaml:21:10: workloads[0].mix: asks the store for compareAndSet or transaction; it"
                + " has neither",
            "test.yaml:22:12: workloads[0].route: cannot be leader: target store has none",
            "test.yaml:24:11: workloads[0].stop: must be later than its start",
            "test.yaml:26:11: timeline[0].at: must be before the end of the run, 1m, got 2m",
            "test.yaml:27:33: timeline[1].until: must not be before at",
            "test.yaml:28:22: timeline[2].fault: 3 of 5 etcd nodes are no minority; at most 2 would"
                + " be one",
            "test.yaml:29:22: timeline[3].fault: tc is typed on a node; say on which, beside the"
                + " line, as nodes: 20%",
            "test.yaml:31:51: expect[0].value: must be a count such as 3, got 5m",
            "test.yaml:31:72: expect[0].end: must not be after the end of the run, 1m");
  }

  @Test
  void absurdSizesAreRefusedWithTheLimit() {
    assertThat(problems("name: a\nduration: 365d\ntopology: { nodes: [{ role: etcd }] }"))
        .containsExactly("test.yaml:2:11: duration: must lie in [1ms, 31d], got 365d");
    assertThat(
            problems(
                "name: a\nduration: 1m\ntopology: { nodes: [{ role: etcd, count: 1000000 }] }"))
        .containsExactly(
            "test.yaml:3:42: topology.nodes[0].count: must lie in [1, 2000], got 1000000");
    assertThat(
            problems(
                """
                name: a
                duration: 1m
                topology:
                  nodes: [{ role: etcd, count: 1500 }, { role: store, count: 1500 }]
                """))
        .containsExactly(
            "test.yaml:4:10: topology.nodes: has 3000 nodes in all, at most 2000 are allowed");
    assertThat(problems(HEAD + "timeline: [{ at: 0s, every: 500us, fault: chaos clear }]"))
        .containsExactly("test.yaml:9:29: timeline[0].every: must lie in [1ms, 31d], got 500us");
    assertThat(
            problems(
                HEAD.replace("1m", "1h")
                    + "timeline: [{ at: 0s, every: 1ms, fault: chaos clear }]"))
        .containsExactly(
            "test.yaml:9:29: timeline[0].every: would come 3600000 times, at most 100000 are"
                + " allowed");
  }

  @Test
  void aKeyWithAnErrorInItIsNotMissedBesides() {
    assertThat(problems("naem: a\nduration: 1m\ntopology: { nodes: [{ role: etcd }] }"))
        .containsExactly("test.yaml:1:1: naem: unknown key; did you mean name?");
    assertThat(problems("name: a\ntopology: { nodes: [{ count: 3 }] }"))
        .containsExactly(
            "test.yaml:1:1: needs duration: a duration such as 250ms, from 1ms to 31d",
            "test.yaml:2:21: topology.nodes[0]: needs role: etcd or store or mysql or service or"
                + " client");
  }

  @Test
  void aBombIsRefusedBeforeItGoesOff() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(10));
      bomb.append("x]\n");
    }

    assertThat(problems(bomb.toString()))
        .singleElement()
        .asString()
        .contains("stands for more than 200000 values once its aliases are followed");
  }

  @Test
  void anAliasOfItselfIsRefused() {
    assertThat(problems("name: &a [*a]"))
        .containsExactly("test.yaml:1:7: contains itself by an alias");
  }

  @Test
  void depthIsRefusedBeforeItOverflowsTheStack() {
    assertThat(problems("a: " + "[".repeat(100_000)))
        .containsExactly("test.yaml:1:35: is nested more than 32 deep");
  }

  @Test
  void anEndlessQuantityIsRefused() {
    assertThat(problems(HEAD.replace("1m", "1s".repeat(100_000))))
        .singleElement()
        .asString()
        .startsWith("test.yaml:2:11: duration: must be a duration such as 250ms");
  }

  @Test
  void whatIsNoYamlIsSaidWithItsPlace() {
    assertThat(problems("name: a\n\tduration: 1m\n"))
        .singleElement()
        .asString()
        .startsWith("test.yaml:2:1: is not YAML: ")
        .endsWith("indent with spaces");
    assertThat(problems("")).singleElement().asString().contains("is empty");
    assertThat(problems("just text")).singleElement().asString().contains("must be a map");
    assertThat(problems("[1, 2]")).singleElement().asString().contains("got a list");
  }

  @Test
  void tooLargeAFileIsNotEvenLoaded(@TempDir Path folder) throws IOException {
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "# ".repeat(5_000_000));
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problemOf(large))
        .isEqualTo("large.yaml:1:1: a scenario may have 1048576 bytes, this file has 10000000");
    assertThat(problemOf(latin)).isEqualTo("latin.yaml:1:1: must be text in UTF-8");
    assertThat(problemOf(folder.resolve("none.yaml")))
        .isEqualTo("none.yaml:1:1: cannot be read: there is no such file");
    assertThat(problemOf(folder)).endsWith("cannot be read: it is a directory");
  }

  private static String problemOf(Path file) {
    ScenarioException wrong =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file));
    return wrong.problems().get(0).toString();
  }
}
