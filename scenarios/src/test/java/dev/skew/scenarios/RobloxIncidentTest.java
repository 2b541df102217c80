package dev.skew.scenarios;

import static dev.skew.scenarios.AlteredRun.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Measure;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow disk costs the cluster nothing, unless it is the leader's, and for as long as it is. */
class RobloxIncidentTest {

  private static final String INCIDENT = "roblox-2021";

  private static final String SLOW = "chaos node disk --fault slow --latency 1300ms --nodes ";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameDiskBelowAFollowerIsNotNoticed(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT).without("slow-leader", "keep-out").typing(30, SLOW + "follower");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.WRITE_P50, Comparator.AT_MOST, 0.3, 40, 193),
                measured(Measure.LEADER_CHANGES, Comparator.EQUAL, 0, 10, 240))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aSlowLeaderThatIsLetLeadStaysSlowToTheEnd(long seed) {
    AlteredRun incident = AlteredRun.of(INCIDENT).without("keep-out");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.WRITE_P50, Comparator.AT_LEAST, 1.5, 220, 240),
                measured(Measure.LEADER_CHANGES, Comparator.EQUAL, 0, 10, 240))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anotherSlowServerThatComesToLeadIsAsSlow(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT).without("slow-leader").typing(30, SLOW + "followers");

    List<String> unmet =
        incident
            .expecting(measured(Measure.WRITE_P50, Comparator.AT_LEAST, 1, 220, 240))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }
}
