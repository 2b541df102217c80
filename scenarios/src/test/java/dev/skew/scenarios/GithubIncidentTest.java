package dev.skew.scenarios;

import static dev.skew.scenarios.AlteredRun.measured;
import static dev.skew.scenarios.AlteredRun.whatever;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.scenario.Expectation;
import dev.skew.rehearse.scenario.Expectation.Comparator;
import dev.skew.rehearse.scenario.Invariant;
import dev.skew.rehearse.scenario.Measure;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It is the promotion that outlives the cut, and the merge that makes it safe to go back. */
class GithubIncidentTest {

  private static final String INCIDENT = "github-2018";

  private static final Expectation LOSSES = whatever(Invariant.ACKNOWLEDGED_WRITES);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theCutAloneEndsWithTheLink(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT)
            .without("failover", "fence", "refused", "follow", "rebuild", "fail-back");

    List<String> unmet =
        incident
            .expecting(
                measured(Measure.TRANSACTIONS_LOST, Comparator.EQUAL, 0, 0, 210),
                measured(Measure.DIVERGED_REPLICAS, Comparator.EQUAL, 0, 0, 210),
                measured(Measure.WRITE_AVAILABILITY, Comparator.AT_LEAST, 0.99, 90, 190))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void afterThePromotionTheLinkComesBackAndNothingEnds(long seed) {
    AlteredRun incident =
        AlteredRun.of(INCIDENT).without("refused", "follow", "rebuild", "fail-back");

    List<String> unmet =
        incident
            .expecting(
                LOSSES,
                measured(Measure.DIVERGED_REPLICAS, Comparator.EQUAL, 1, 74, 210),
                measured(Measure.TRANSACTIONS_LOST, Comparator.AT_LEAST, 300, 74, 210),
                measured(Measure.WRITE_P99, Comparator.AT_LEAST, 0.06, 76, 190))
            .unmet(seed);

    assertThat(unmet).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void beforeAMergeTheWayBackIsRefused(long seed) {
    AlteredRun incident = AlteredRun.of(INCIDENT).without("rebuild").expecting(LOSSES);

    List<String> refusals =
        incident.run(seed).timeline().stream()
            .map(TimelineEntry::text)
            .filter(text -> text.startsWith("refused: chaos replication promote --node mysql-0"))
            .toList();

    assertThat(refusals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void goingBackByForceBeforeAMergeLosesWhatTheWestHasWritten(long seed) {
    AlteredRun merged = AlteredRun.of(INCIDENT);
    AlteredRun forced =
        AlteredRun.of(INCIDENT)
            .without("rebuild", "fail-back")
            .typing(153, "chaos replication promote --node mysql-0 --force");

    List<String> unmetWhereMerged =
        merged
            .expecting(
                LOSSES,
                measured(Measure.TRANSACTIONS_LOST, Comparator.AT_MOST, 1_000, 74, 109),
                measured(Measure.DIVERGED_REPLICAS, Comparator.EQUAL, 0, 156, 210))
            .unmet(seed);
    List<String> unmetWhereForced =
        forced
            .expecting(
                LOSSES,
                measured(Measure.TRANSACTIONS_LOST, Comparator.AT_LEAST, 2_000, 153, 156),
                measured(Measure.DIVERGED_REPLICAS, Comparator.EQUAL, 3, 156, 210))
            .unmet(seed);

    assertThat(unmetWhereMerged).isEmpty();
    assertThat(unmetWhereForced).isEmpty();
    assertThat(lost(forced, seed)).isGreaterThan(5 * lost(merged, seed));
  }

  private static double lost(AlteredRun incident, long seed) {
    return Objects.requireNonNull(
            incident
                .expecting(LOSSES)
                .run(seed)
                .measures()
                .get(Measure.ACKNOWLEDGED_WRITES_LOST.label()))
        .doubleValue();
  }
}
