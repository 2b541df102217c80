package dev.skew.rehearse.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.fidelity.Experiment.Cluster;
import dev.skew.rehearse.fidelity.Experiment.Failover;
import dev.skew.rehearse.fidelity.Experiment.MoveLeader;
import dev.skew.rehearse.fidelity.Experiment.Recorded;
import dev.skew.rehearse.fidelity.Experiment.SeriesBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BehaviourJudgeTest {

  private static final int BIMODAL = 2;
  private static final int MOVE = 14;

  @Test
  void moveOfTheLeaderIsSeenOneHeartbeatAfterAShortWay() {
    assertThat(moved(5, 101)).extracting(Behaviour::number).contains(MOVE);
    assertThat(moved(5, 101)).allMatch(Behaviour::happened);
    assertThat(moved(5, 201)).noneMatch(Behaviour::happened);
  }

  @Test
  void moveOfTheLeaderTakesFourDelaysBeforeItIsSeen() {
    assertThat(moved(50, 301)).allMatch(Behaviour::happened);
    assertThat(moved(50, 101)).noneMatch(Behaviour::happened);
  }

  @Test
  void twoModesOfFailoverAreExpectedOfTwoSurvivorsWithoutDelay() {
    assertThat(failedOver(Cluster.of(3, 0))).extracting(Behaviour::number).contains(BIMODAL);
    assertThat(failedOver(Cluster.of(5, 0))).extracting(Behaviour::number).doesNotContain(BIMODAL);
    assertThat(failedOver(Cluster.of(3, 50))).extracting(Behaviour::number).doesNotContain(BIMODAL);
  }

  private static List<Behaviour> moved(double oneWayMillis, double rpcMillis) {
    SeriesBuilder seen = new SeriesBuilder();
    seen.add("rpc", Series.Unit.MILLIS, rpcMillis);
    seen.add("rpc_to_itself", Series.Unit.MILLIS, 1);
    seen.add("rpc_to_unreachable " + Gateway.CLIENT_TIMEOUT, Series.Unit.MILLIS, 5_001);
    seen.add("leader_stays_after_failed_move", Series.Unit.COUNT, 1);
    return judge(new MoveLeader(recorded(), Cluster.of(3, oneWayMillis)), seen);
  }

  private static List<Behaviour> failedOver(Cluster cluster) {
    SeriesBuilder seen = new SeriesBuilder();
    seen.add("campaigns_until_leader", Series.Unit.COUNT, 1);
    seen.add("campaigns_until_leader", Series.Unit.COUNT, 3);
    return judge(new Failover(recorded(), cluster, Failover.Mode.CRASH), seen);
  }

  private static List<Behaviour> judge(Experiment experiment, SeriesBuilder seen) {
    return BehaviourJudge.judge(Map.of(experiment, new Observations(seen.build(), 0)));
  }

  private static Recorded recorded() {
    return new Recorded("experiment", Map.of(), 1, List.of());
  }
}
