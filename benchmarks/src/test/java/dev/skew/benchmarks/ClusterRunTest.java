package dev.skew.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Scenario;
import dev.skew.rehearse.simulation.Report;
import dev.skew.rehearse.simulation.RunListener;
import dev.skew.rehearse.simulation.RunRequest;
import dev.skew.rehearse.simulation.Simulation;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterRunTest {

  private static final OptionalLong BRIEFLY = OptionalLong.of(1_500_000_000L);

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NODES_1000", "BEACONS_1000"})
  void aRunTellsTheSameHistoryTwice(ClusterRun cluster) {
    Scenario scenario = cluster.scenario();

    Report first = run(scenario);
    Report second = run(scenario);

    assertThat(first.events()).isPositive();
    assertThat(second.traceHash()).isEqualTo(first.traceHash());
  }

  private static Report run(Scenario scenario) {
    RunRequest request = new RunRequest(scenario, 42, List.of(), BRIEFLY);
    return new Simulation().run(request, RunListener.NONE);
  }
}
