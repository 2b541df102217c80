package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.rehearse.scenario.ClockSettings;
import dev.skew.rehearse.scenario.ConsensusSettings;
import dev.skew.rehearse.scenario.LinkSettings;
import dev.skew.rehearse.scenario.NodeSettings;
import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.scenario.StoreSettings;
import dev.skew.rehearse.scenario.Topology;
import dev.skew.rehearse.scenario.Workload;
import dev.skew.world.node.NodeActor;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterTest {

  private static final Region REGION = new Region("local");

  @Test
  void clientsOfAConsensusGroupGetAnswers() {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    try (VirtualActorSystem actors = VirtualActorSystem.create(queue, trace, "sandbox")) {
      Cluster cluster = ClusterBuilder.build(scenario(5), new Seed(7), queue, trace, actors);
      cluster.hosts().forEach(host -> host.actor().tell(new NodeActor.Start()));
      long began = System.nanoTime();
      actors.runUntil(120 * SimTime.SECOND);
      System.err.println(
          "XX "
              + (System.nanoTime() - began) / 1e6
              + " ms, events "
              + trace.eventCount()
              + " ops "
              + cluster.history(Workload.Target.CONSENSUS).completedCount()
              + " of "
              + cluster.history(Workload.Target.CONSENSUS).invokedCount()
              + " hash "
              + trace.hash());

      assertThat(cluster.consensus().leader()).isPresent();
      assertThat(cluster.history(Workload.Target.CONSENSUS).completedCount()).isPositive();
    }
  }

  private static Scenario scenario(int nodes) {
    List<Topology.Node> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(new Topology.Node(new NodeId(i, "etcd-" + i), Topology.Role.ETCD, REGION, "v1"));
    }
    all.add(new Topology.Node(new NodeId(nodes, "client-0"), Topology.Role.CLIENT, REGION, "v1"));
    return new Scenario(
        "test",
        "",
        Instant.parse("2026-03-01T09:00:00Z"),
        Duration.ofSeconds(60),
        new Topology(List.of(REGION), all),
        new Scenario.Machinery(
            ConsensusSettings.DEFAULT,
            StoreSettings.DEFAULT,
            ClockSettings.DEFAULT,
            LinkSettings.DEFAULT,
            NodeSettings.DEFAULT),
        List.of(
            new Workload(
                "kv",
                Workload.Target.CONSENSUS,
                new Workload.Pace.Open(100),
                Workload.Keys.DEFAULT,
                Workload.Mix.DEFAULT,
                null,
                Workload.Route.ROUND_ROBIN,
                Duration.ofSeconds(5),
                10,
                Duration.ofSeconds(5),
                null)),
        List.of(),
        List.of());
  }
}
