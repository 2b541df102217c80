package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtcdBenchTest {

  private static final Recorded NOTHING = new Recorded("test", Map.of(), 1, List.of());

  @Test
  void aPutThroughTheLeaderTakesTwoDelays() {
    try (EtcdBench bench = new EtcdBench(Cluster.of(3, 20), new Seed(4))) {
      Driver driver = new Driver(bench);
      int leader = driver.boot();
      Bench.Reply[] answer = new Bench.Reply[1];

      bench.put(
          leader,
          "a",
          Bench.Connection.KEPT,
          new Bench.Caller(Driver.SECOND, reply -> answer[0] = reply));
      driver.sleep(Driver.SECOND);

      assertThat(answer[0].status()).isEqualTo(Gateway.OK);
      assertThat(answer[0].millis()).isBetween(40.0, 44.0);
      assertThat(bench.status(leader))
          .isNotNull()
          .matches(status -> status != null && status.hasKey().contains("a"));
    }
  }

  @Test
  void aSurvivorIsElectedOneToThreeSecondsAfterACrash() {
    Failover crash = new Failover(NOTHING, Cluster.of(5, 5), Failover.Mode.CRASH);

    Observations seen = new SimulatedExperiments().run(crash, new Seed(9));
    List<Double> elected = Arrays.stream(seen.values("elected_poll")).boxed().toList();

    assertThat(elected).hasSizeGreaterThanOrEqualTo(5);
    assertThat(elected).allMatch(ms -> ms > 800 && ms < 5_000);
    assertThat(seen.values("restart_term_delta")).containsOnly(0);
  }

  @Test
  void theSameSeedMeasuresTheSame() {
    Failover isolate = new Failover(NOTHING, Cluster.of(3, 0), Failover.Mode.ISOLATE);

    Observations once = new SimulatedExperiments().run(isolate, new Seed(2));
    Observations again = new SimulatedExperiments().run(isolate, new Seed(2));

    assertThat(again.values("rejoin_old_leader_sees_leader"))
        .isEqualTo(once.values("rejoin_old_leader_sees_leader"));
    assertThat(again.events()).isEqualTo(once.events());
  }
}
