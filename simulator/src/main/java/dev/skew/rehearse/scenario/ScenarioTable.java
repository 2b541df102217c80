package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.Scenario.Machinery;
import dev.skew.rehearse.scenario.StoreSettings.Keyspace;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.fault.TimelineEntry;
import dev.skew.world.topology.Region;
import dev.skew.world.version.Releases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The fields of a scenario file: the root of all tables. */
final class ScenarioTable {

  private static final Duration LONGEST = Duration.ofDays(31);

  private static final Scenario TEMPLATE =
      new Scenario(
          "",
          "",
          "",
          Instant.parse("2026-01-01T00:00:00Z"),
          Duration.ofMinutes(1),
          new Topology(List.of(), List.of()),
          new Machinery(
              ConsensusSettings.DEFAULT,
              StoreSettings.DEFAULT,
              ReplicationSettings.DEFAULT,
              ClockSettings.DEFAULT,
              LinkSettings.DEFAULT,
              NodeSettings.DEFAULT,
              ServiceTable.standard()),
          List.of(),
          List.of(),
          List.of());

  private static final Field<Scenario, String> NAME =
      Field.required("name", Scalars.name("a name"), Scenario::name, "As reports show it.");
  private static final Field<Scenario, String> DESCRIPTION =
      Field.of(
          "description", Scalars.text(10_000), Scenario::description, "What it rehearses and why.");
  private static final Field<Scenario, String> TEACHES =
      Field.of(
          "teaches",
          Scalars.text(300),
          Scenario::teaches,
          "What one learns from it, in a line, as the table of scenarios shows it.");
  private static final Field<Scenario, Instant> START =
      Field.of(
          "start", new InstantShape(), Scenario::start, "Wall date at which virtual time begins.");
  private static final Field<Scenario, Duration> DURATION =
      Field.required(
          "duration",
          Scalars.duration(Duration.ofMillis(1), LONGEST),
          Scenario::duration,
          "How much virtual time a run lasts.");
  private static final Field<Scenario, Topology> TOPOLOGY =
      Field.required(
          "topology", TopologyTable.TOPOLOGY, Scenario::topology, "Who is there and where.");
  private static final Field<Scenario, ConsensusSettings> CONSENSUS =
      machinery(
          "consensus", ProtocolTables.CONSENSUS, Machinery::consensus, "How the etcd nodes agree.");
  private static final Field<Scenario, StoreSettings> STORE =
      machinery("store", ProtocolTables.STORE, Machinery::store, "How the quorum store works.");
  private static final Field<Scenario, ReplicationSettings> REPLICATION =
      machinery(
          "replication",
          ReplicationTable.REPLICATION,
          Machinery::replication,
          "How the MySQL servers replicate.");
  private static final Field<Scenario, ClockSettings> CLOCKS =
      machinery(
          "clocks", MachineTables.CLOCKS, Machinery::clocks, "What the nodes' clocks are like.");
  private static final Field<Scenario, LinkSettings> LINKS =
      machinery("links", LinkTable.LINKS, Machinery::links, "What the links are like.");
  private static final Field<Scenario, NodeSettings> NODES =
      machinery("nodes", MachineTables.NODES, Machinery::nodes, "What the machines are like.");
  private static final Field<Scenario, CallGraph> SERVICES =
      machinery("services", ServiceTable.GRAPH, Machinery::services, "Which services there are.");
  private static final Field<Scenario, List<Workload>> WORKLOADS =
      Field.of(
          "workloads",
          Shapes.list(WorkloadTable.WORKLOAD, 0, 100),
          Scenario::workloads,
          "What clients do.");
  private static final Field<Scenario, List<TimelineEntry>> TIMELINE =
      Field.of(
          "timeline",
          Shapes.list(TimelineTable.ENTRY, 0, 1_000),
          Scenario::timeline,
          "What goes wrong.");
  private static final Field<Scenario, List<Expectation>> EXPECT =
      Field.of(
          "expect",
          Shapes.list(ExpectationTable.EXPECTATION, 0, 1_000),
          Scenario::expect,
          "What must come true.");

  static final ObjectShape<Scenario> SCENARIO =
      ObjectShape.of("scenario", TEMPLATE, "A scenario: everything that a run needs but its seed.")
          .with(NAME)
          .with(DESCRIPTION)
          .with(TEACHES)
          .with(START)
          .with(DURATION)
          .with(TOPOLOGY)
          .with(CONSENSUS)
          .with(STORE)
          .with(REPLICATION)
          .with(CLOCKS)
          .with(LINKS)
          .with(NODES)
          .with(SERVICES)
          .with(WORKLOADS)
          .with(TIMELINE)
          .with(EXPECT)
          .reserve("rules", "there are no alert rules in this version")
          .reserve("drill", "there are no drills in this version")
          .check(ScenarioTable::refuseTwinWorkloads, WORKLOADS)
          .check(ScenarioTable::refuseTwinEntries, TIMELINE)
          .make(ScenarioTable::scenario);

  private ScenarioTable() {}

  private static <V> Field<Scenario, V> machinery(
      String key, Shape<V> shape, Function<Machinery, V> get, String doc) {
    return Field.of(key, shape, get, doc).in(Scenario::machinery);
  }

  private static Scenario scenario(Values values) {
    return new Scenario(
        values.get(NAME),
        values.get(DESCRIPTION),
        values.get(TEACHES),
        values.get(START),
        values.get(DURATION),
        values.get(TOPOLOGY),
        new Machinery(
            values.get(CONSENSUS),
            values.get(STORE),
            values.get(REPLICATION),
            values.get(CLOCKS),
            values.get(LINKS),
            values.get(NODES),
            values.get(SERVICES)),
        values.get(WORKLOADS),
        values.get(TIMELINE),
        values.get(EXPECT));
  }

  private static void refuseTwinWorkloads(Values values) {
    Set<String> names = new HashSet<>();
    for (Workload workload : values.get(WORKLOADS)) {
      if (!names.add(workload.name())) {
        values.reject(WORKLOADS, "has " + workload.name() + " twice; names must differ");
      }
    }
  }

  private static void refuseTwinEntries(Values values) {
    Set<String> ids = new HashSet<>();
    for (TimelineEntry entry : values.get(TIMELINE)) {
      if (!entry.id().isEmpty() && !ids.add(entry.id())) {
        values.reject(TIMELINE, "has id " + entry.id() + " twice; ids must differ");
      }
    }
  }

  /**
   * What the file declares, as far as it could be read.
   *
   * @param certainPaths tells of a path whether nothing was wrong below it
   */
  static Names names(Values values, Predicate<String> certainPaths) {
    boolean topologyRead = values.isComplete(List.of(TOPOLOGY));
    Topology topology = topologyRead ? values.get(TOPOLOGY) : TEMPLATE.topology();
    List<Member> members =
        topology.nodes().stream()
            .map(node -> new Member(node.id(), node.role().label(), node.region()))
            .toList();
    List<Workload> workloads =
        certainPaths.test(WORKLOADS.key()) ? values.get(WORKLOADS) : List.of();
    return new Names(
        topologyRead && certainPaths.test(TOPOLOGY.key()),
        values.isSound(DURATION) ? values.get(DURATION) : LONGEST,
        topology.regions().stream().map(Region::name).toList(),
        values.get(STORE).keyspaces().stream().map(Keyspace::name).toList(),
        workloads.stream().map(Workload::name).toList(),
        members,
        certainPaths.test(SERVICES.key()) ? values.get(SERVICES) : null,
        certainPaths.test(STORE.key())
            ? new Releases(values.get(STORE).software().releases())
            : Releases.ALIKE);
  }
}
