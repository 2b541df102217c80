package dev.skew.world.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyScoresTest {

  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final NodeId FAST = new NodeId(0, "fast");
  private static final NodeId SLOW = new NodeId(1, "slow");

  private final LatencyScores scores = new LatencyScores(new Seed(1).random());

  @Test
  void whoeverIsNotKnownYetIsAskedFirst() {
    scores.measured(FAST, MILLI);

    assertThat(scores.choose(List.of(FAST, SLOW))).contains(SLOW);
  }

  @Test
  void fastInstancesAreAskedMoreOften() {
    scores.measured(FAST, 10 * MILLI);
    scores.measured(SLOW, 100 * MILLI);

    Map<NodeId, Integer> asked = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      asked.merge(scores.choose(List.of(FAST, SLOW)).orElseThrow(), 1, Integer::sum);
    }

    assertThat(asked.get(FAST)).isGreaterThan(950);
  }

  @Test
  void oneNegativeLatencyAmongOthersDoesNoHarm() {
    scores.measured(FAST, 10 * MILLI - SECOND);
    scores.measured(SLOW, 100 * MILLI);

    assertThat(scores.choose(List.of(FAST, SLOW))).isPresent();
  }

  @Test
  void theChoicePanicsWhereEveryLatencyIsNegative() {
    scores.measured(FAST, 10 * MILLI);
    scores.measured(FAST, 10 * MILLI - SECOND);

    assertThat(scores.choose(List.of(FAST))).isEqualTo(Optional.empty());
  }

  @Test
  void measuresThatAreRightAgainMendWhatOneHadSpoilt() {
    scores.measured(FAST, 10 * MILLI);
    scores.measured(FAST, 10 * MILLI - SECOND);
    for (int i = 0; i < 30; i++) {
      scores.measured(FAST, 10 * MILLI);
    }

    assertThat(scores.choose(List.of(FAST))).contains(FAST);
  }
}
