package dev.skew.benchmarks;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.ScenarioException;
import dev.skew.rehearse.scenario.ScenarioReader;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;

/** Whole runs, with every checker, meter and watch that a run of its scenario has. */
public enum ClusterRun {
  RAFT_IDLE("5 Raft nodes, idle", 5, 0, 3_600, ""),
  RAFT_BUSY("5 Raft nodes, 1,000 operations/s", 5, 0, 120, Workloads.RAFT.formatted(1_000)),
  EVERYTHING("19 nodes of all kinds, 1,000 operations/s", 5, 5, 120, Workloads.EVERYTHING),
  NODES_10("10 nodes: 5 of Raft, 5 of the store", 5, 5, 1_800, Workloads.of(10)),
  NODES_100("100 nodes: 5 of Raft, 95 of the store", 5, 95, 180, Workloads.of(100)),
  NODES_1000("1,000 nodes: 5 of Raft, 995 of the store", 5, 995, 18, Workloads.of(1_000)),
  BEACONS_1000("1,000 nodes: a version spreads by beacons", 5, 995, 60, Workloads.BEACONS);

  /** Who asks what, or what spreads. */
  private static final class Workloads {

    /** One node in a thousand gets a new version, and all others adopt it within half a minute. */
    static final String BEACONS =
        """
        store:
          beacons: { interval: 1s, fanout: 1, adoptWithin: 30s }
        timeline:
          - { at: 5s, fault: chaos deploy --version mixed --ratio 994:1 }
        expect:
          - { measure: versions, comparator: equal, value: 1 }
        """;

    static final String RAFT =
        """
        workloads:
          - name: config
            target: consensus
            open: { rate: %d/s, sessions: 20 }
            keys: { count: 100 }
            mix: { linearizable: 50, write: 50 }
        """;

    /** Etcd, the store, a chain of services and replicas of a database, each asked alike. */
    static final String EVERYTHING =
        RAFT.formatted(250)
            + """
          - name: carts
            target: store
            open: { rate: 250/s, sessions: 20 }
            keys: { count: 1000 }
            mix: { quorum: 50, write: 50 }
          - name: orders
            target: services
            open: { rate: 250/s, sessions: 20 }
            mix: { read: 50, write: 50 }
          - name: projects
            target: replicas
            open: { rate: 250/s, sessions: 20 }
            keys: { count: 1000 }
            mix: { one: 50, write: 50 }
        services:
          graph:
            - { name: gateway }
            - { name: order }
            - { name: database, stateful: true }
          edges:
            - { from: gateway, to: order }
            - { from: order, to: database }
        """;

    private static final String STORE =
        """
        workloads:
          - name: carts
            target: store
            open: { rate: %d/s, sessions: 20 }
            keys: { count: 1000 }
            mix: { quorum: 50, write: 50 }
        """;

    /** Two operations a second for every node. */
    static String of(int nodes) {
      return STORE.formatted(2 * nodes);
    }
  }

  private static final String SERVERS =
      """
          - { role: service, service: gateway, count: 2 }
          - { role: service, service: order, count: 2 }
          - { role: service, service: database, count: 2 }
          - { role: mysql, count: 3 }
      """;

  private final String label;
  private final String text;

  ClusterRun(String label, int voters, int replicas, int seconds, String rest) {
    this.label = label;
    this.text =
        """
        name: benchmark
        duration: %ds
        topology:
          nodes:
            - { role: etcd, count: %d }
        """
                .formatted(seconds, voters)
            + (replicas == 0 ? "" : "    - { role: store, count: %d }\n".formatted(replicas))
            + (rest.contains("services:") ? SERVERS : "")
            + "    - { role: client, count: 1 }\n"
            + rest;
  }

  String label() {
    return label;
  }

  /** The run's scenario as a file would have it. */
  Scenario scenario() {
    try {
      return ScenarioReader.read(name(), text);
    } catch (ScenarioException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  Report run(Scenario scenario) {
    return new Simulation().run(RunRequest.of(scenario, 42), RunListener.NONE);
  }
}
