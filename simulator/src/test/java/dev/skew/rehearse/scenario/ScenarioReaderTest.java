package dev.skew.rehearse.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skew.rehearse.scenario.ConsensusSettings.Unsafe;
import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Expectation.Condition;
import dev.skew.rehearse.scenario.Expectation.Edge;
import dev.skew.rehearse.scenario.Expectation.Probe;
import dev.skew.rehearse.scenario.Expectation.Seeds;
import dev.skew.rehearse.scenario.Expectation.Span;
import dev.skew.rehearse.scenario.Expectation.Verdict;
import dev.skew.world.fault.FaultGrammar;
import dev.skew.world.fault.NodeSelector;
import dev.skew.world.fault.NodeSelector.Share;
import dev.skew.world.fault.TimelineEntry;
import dev.skew.world.fault.TimelineEntry.Window;
import dev.skew.world.kv.Consistency;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a scenario file says arrives in the records, and what it leaves out is filled in. */
class ScenarioReaderTest {

  static final String SMALL =
      """
      name: small
      duration: 1m
      topology:
        nodes:
          - role: etcd
            count: 3
      """;

  @Test
  void whatIsLeftOutHasItsDefault() throws ScenarioException {
    Scenario scenario = ScenarioReader.read("small.yaml", SMALL);

    assertThat(scenario.duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(scenario.machinery().consensus()).isEqualTo(ConsensusSettings.DEFAULT);
    assertThat(scenario.machinery().links().standard()).isEqualTo(LinkSettings.Link.DEFAULT);
    assertThat(scenario.timeline()).isEmpty();
    assertThat(scenario.topology().nodes())
        .extracting(node -> node.id().name() + "@" + node.region())
        .containsExactly("etcd-0@local", "etcd-1@local", "etcd-2@local");
  }

  @Test
  void nodesAreNumberedByRoleAndDealtToRegions() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              regions: [west, east]
              nodes:
                - { role: etcd, count: 3 }
                - { role: client, regions: [east] }
                - { role: etcd, count: 2, regions: [east], version: 3.5.9 }
            """);

    assertThat(scenario.topology().nodes())
        .extracting(node -> node.id().index() + " " + node.id().name() + " " + node.region())
        .containsExactly(
            "0 etcd-0 west",
            "1 etcd-1 east",
            "2 etcd-2 west",
            "3 client-0 east",
            "4 etcd-3 east",
            "5 etcd-4 east");
    assertThat(scenario.topology().nodes().get(5).version()).hasToString("v3.5.9");
  }

  @Test
  void aRuleForSomeIsFilledInFromTheDefaultOfAll() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              regions: [west, east]
              nodes:
                - { role: etcd, count: 3 }
                - { role: client, count: 1 }
            clocks:
              default: { drift: 5ppm, ntp: { minPoll: 32s } }
              byNode:
                etcd-1: { offset: -250ms }
            links:
              default: { latency: 2ms, loss: 1% }
              clients: { latency: { mean: 3ms, jitter: 1ms } }
              betweenRegions:
                - { from: west, to: east, latency: 40ms }
              betweenNodes:
                - { from: etcd-0, to: etcd-1, oneWay: true, loss: { probability: 5%, burst: 4 } }
            nodes:
              default: { disk: { append: 20us } }
              byNode:
                etcd-2: { disk: { fsync: 5ms } }
            """);

    ClockSettings.Clock clock = scenario.machinery().clocks().of("etcd-1");
    assertThat(clock.offset()).isEqualTo(Duration.ofMillis(-250));
    assertThat(clock.driftPpm()).isEqualTo(5);
    assertThat(clock.ntp().minPollExponent()).isEqualTo(5);
    NodeSettings.Disk disk = scenario.machinery().nodes().of("etcd-2").disk();
    assertThat(disk.append()).isEqualTo(Times.micros(20));
    assertThat(disk.fsync()).isEqualTo(Times.micros(5_000));
    assertThat(link(scenario, 0, 1).loss()).isEqualTo(new LinkSettings.Loss(0.05, 0, 4));
    assertThat(link(scenario, 0, 1).latency()).isEqualTo(Times.micros(2_000));
    assertThat(link(scenario, 1, 0).latency()).isEqualTo(Times.micros(40_000));
    assertThat(link(scenario, 1, 0).loss()).isEqualTo(new LinkSettings.Loss(0.01, 0, 1));
    assertThat(link(scenario, 0, 2).latency()).isEqualTo(Times.micros(2_000));
    assertThat(link(scenario, 3, 0).latency())
        .isEqualTo(
            new Distribution.Spread(
                Distribution.Shape.UNIFORM, Duration.ofMillis(3), Duration.ofMillis(1)));
  }

  private static LinkSettings.Link link(Scenario scenario, int from, int to) {
    List<Topology.Node> nodes = scenario.topology().nodes();
    return scenario.machinery().links().between(nodes.get(from), nodes.get(to));
  }

  @Test
  void protocolsAreReadWhole() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              nodes:
                - { role: store, count: 5 }
            consensus:
              release: etcd-3.5
              election: 2s
              heartbeat: 200ms
              preVote: true
              unsafe: { leaseReads: true }
            store:
              keyspaces:
                - { name: a, versioning: hlc, replicas: 5, commitWait: true }
                - { name: b, versioning: last-write-wins, replicas: 3, writeQuorum: 1 }
              repair: { hintedHandoff: false, antiEntropy: 0s }
              uncertainty: { error: 7ms }
            """);

    ConsensusSettings consensus = scenario.machinery().consensus();
    assertThat(consensus.electionTicks()).isEqualTo(20);
    assertThat(consensus.heartbeatTicks()).isEqualTo(2);
    assertThat(consensus.unsafe()).isEqualTo(new Unsafe(true, false, false));
    StoreSettings store = scenario.machinery().store();
    assertThat(store.keyspaces().get(0).writeQuorum()).isEqualTo(3);
    assertThat(store.keyspaces().get(1).writeQuorum()).isEqualTo(1);
    assertThat(store.keyspaces().get(1).readQuorum()).isEqualTo(2);
    assertThat(store.repair().antiEntropy()).isZero();
    assertThat(store.uncertainty().error()).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void workloadsAreReadWhole() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              regions: [west, east]
              nodes:
                - { role: store, count: 3 }
                - { role: client, count: 2 }
                - { role: etcd, count: 1 }
            store: { keyspaces: [{ name: carts }] }
            workloads:
              - name: carts
                target: store
                region: west
                open: { rate: 120/min, sessions: 4 }
                keys: { keyspace: carts, count: 7, zipf: 0.99 }
                mix: { quorum: 3, one: 1, write: 2.5 }
                route: nearest-region
                requests: { timeout: 500ms, retries: 3, valueSize: 1KiB, critical: 10% }
                start: 1s
                stop: 50s
              - name: config
                target: consensus
                closed: { sessions: 2, pace: 20ms }
                mix: { linearizable: 1 }
                route: etcd-0
            """);

    Workload carts = scenario.workloads().get(0);
    assertThat(carts.arrival()).isEqualTo(new Workload.Arrival.Open(2, 4));
    assertThat(carts.keys())
        .isEqualTo(new Workload.Keys("carts:key-", 7, new Workload.Skew.Zipf(0.99)));
    assertThat(carts.mix().reads())
        .isEqualTo(Map.of(Consistency.QUORUM, 3.0, Consistency.ONE, 1.0));
    assertThat(carts.mix().total()).isEqualTo(6.5);
    assertThat(carts.region()).isEqualTo(new Region("west"));
    assertThat(carts.route().way()).isEqualTo(Workload.Way.NEAREST_REGION);
    assertThat(carts.requests().valueBytes()).isEqualTo(1024);
    assertThat(carts.stop()).isEqualTo(Duration.ofSeconds(50));
    Workload config = scenario.workloads().get(1);
    assertThat(config.arrival())
        .isEqualTo(new Workload.Arrival.Closed(2, Duration.ZERO, Duration.ofMillis(20)));
    assertThat(config.route().fixed()).contains("etcd-0");
  }

  @Test
  void theTimelineKnowsWindowsRepeatsAndNodes() throws Exception {
    Scenario scenario =
        read(
            """
            topology:
              nodes:
                - { role: etcd, count: 5 }
            start: 2012-06-30T23:59:00Z
            timeline:
              - { id: cut, at: [10s, 20s], for: 5s, fault: chaos network partition --nodes 40% }
              - { at: 1s, every: 10s, until: 31s, nodes: 1, fault: sudo date -s '+5 minutes' }
              - { at: 2s, every: 10s, fault: chaos clear }
            """);

    assertThat(scenario.start()).isEqualTo(Instant.parse("2012-06-30T23:59:00Z"));
    TimelineEntry cut = scenario.timeline().get(0);
    assertThat(cut.id()).isEqualTo("cut");
    assertThat(cut.window()).isEqualTo(new Window(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    assertThat(cut.script())
        .isEqualTo(FaultGrammar.parse("chaos network partition --nodes 40% --duration 5s"));
    TimelineEntry jump = scenario.timeline().get(1);
    assertThat(jump.repeat())
        .isEqualTo(new TimelineEntry.Repeat(Duration.ofSeconds(10), Duration.ofSeconds(31)));
    assertThat(jump.script()).isEqualTo(FaultGrammar.parse("chaos time jump --by +5m --nodes 1"));
    assertThat(cut.script().steps().get(0).command().nodes())
        .isEqualTo(NodeSelector.of(new Share(0.4)));
  }

  @Test
  void expectationsAreReadInTheirUnits() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              nodes:
                - { role: etcd, count: 3 }
                - { role: client }
            workloads:
              - { name: w, target: consensus, open: { rate: 1/s }, mix: { write: 1 } }
            expect:
              - { measure: recovery-time, comparator: at-most, value: 5m }
              - { measure: data-loss, comparator: less-than, value: 0.01%, workload: w }
              - { measure: leaders, comparator: equal, value: 1, start: 1s, continuous: true }
              - { event: leader-elected, where: { term: 2 }, edge: any, end: 30s }
              - { invariant: linearizability, verdict: violated, in: some-seed }
            """);

    assertThat(scenario.expect().get(0).probe())
        .isEqualTo(
            new Probe.OfMeasure(Measure.RECOVERY_TIME, new Condition(Comparator.AT_MOST, 300)));
    assertThat(scenario.expect().get(1).probe())
        .isEqualTo(new Probe.OfMeasure(Measure.DATA_LOSS, new Condition(Comparator.LESS, 0.0001)));
    assertThat(scenario.expect().get(1).workload()).isEqualTo("w");
    assertThat(scenario.expect().get(2).span())
        .isEqualTo(new Span(Duration.ofSeconds(1), null, Edge.ALWAYS));
    assertThat(scenario.expect().get(3).probe())
        .isEqualTo(
            new Probe.OfEvent(
                "leader-elected", Map.of("term", "2"), new Condition(Comparator.AT_LEAST, 1)));
    assertThat(scenario.expect().get(4).seeds()).isEqualTo(Seeds.SOME);
    assertThat(scenario.expect().get(4).probe())
        .isEqualTo(new Probe.OfInvariant(Invariant.LINEARIZABILITY, Verdict.VIOLATED));
  }

  @Test
  void anAliasMayStandForWhatItNames() throws ScenarioException {
    Scenario scenario =
        read(
            """
            topology:
              nodes:
                - &three { role: etcd, count: 3 }
                - *three
            """);

    assertThat(scenario.topology().nodes()).hasSize(6);
  }

  private static Scenario read(String text) throws ScenarioException {
    return ScenarioReader.read("test.yaml", "name: test\nduration: 1m\n" + text);
  }

  static List<String> problems(String text) {
    ScenarioException wrong =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("test.yaml", text));
    assertThat(wrong).describedAs("problems of\n%s", text).isNotNull();
    return wrong.problems().stream().map(Problem::toString).toList();
  }
}
