package dev.skew.scenarios;

import static dev.skew.scenarios.AlteredRun.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Measure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The replica falls out of the log because of the load, and only a copy brings it back. */
class GitlabIncidentTest {

  private static final String INCIDENT = "gitlab-2017";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutTheLoadTheReplicaCatchesUp(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT)
            .without("rebuild")
            .typing(31, "chaos workload --name spam --factor 0");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.REPLICA_LAG_MAX, Comparator.AT_LEAST, 40, 45, 90),
                measured(Measure.REPLICAS_BROKEN, Comparator.EQUAL, 0, 90, 180),
                measured(Measure.REPLICA_LAG_MAX, Comparator.AT_MOST, 1, 95, 180))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aReplicaThatFollowsOutlivesTheLoad(long seed) {
    AlteredRun incident = AlteredRun.of(INCIDENT).without("stands-still", "start-again", "rebuild");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.REPLICAS_BROKEN, Comparator.EQUAL, 0, 0, 180),
                measured(Measure.REPLICA_LAG_MAX, Comparator.AT_MOST, 1, 0, 180))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutACopyItStaysBrokenAlthoughTheLoadIsGone(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT)
            .without("rebuild")
            .typing(130, "chaos replication start --thread both --nodes mysql-1");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.REPLICAS_BROKEN, Comparator.EQUAL, 1, 92, 180),
                measured(Measure.REPLICA_LAG_MAX, Comparator.AT_LEAST, 120, 45, 180))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }
}
