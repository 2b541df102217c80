package dev.skew.world.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.world.topology.NodeId;
import dev.skew.world.version.DeployPlan.Change;
import dev.skew.world.version.DeployPlan.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions in their order, and deploys in theirs. */
class VersionTest {

  private static final Version NEW = new Version(2, 2, 0);
  private static final Change FIRST = new Change(new NodeId(0, "store-0"), NEW);
  private static final Change SECOND = new Change(new NodeId(1, "store-1"), NEW);
  private static final Change THIRD = new Change(new NodeId(2, "store-2"), NEW);

  @Test
  void theLetterMayBeLeftOutAndIsWrittenAlways() {
    assertThat(Version.parse("2.1.0")).isEqualTo(Version.parse("v2.1.0")).hasToString("v2.1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "v2.1", "2.1.0.0", "v2.1.x", "V2.1.0", "2.1.10000", "-1.0.0"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> Version.parse(text))
        .hasMessageStartingWith("must be a version such as v2.1.0, got ");
  }

  @Test
  void versionsAreOrderedByNumberAndNotByText() {
    assertThat(Version.parse("v2.9.0")).isLessThan(Version.parse("v2.10.0"));
    assertThat(Version.parse("v2.0.9")).isLessThan(Version.parse("v2.1.0"));
  }

  @Test
  void theNextReleaseIsAlwaysNewer() {
    assertThat(Version.parse("v2.1.7").next()).isEqualTo(NEW);
    assertThat(Version.parse("v2.9999.0").next()).hasToString("v3.0.0");
  }

  @Test
  void aRollingDeployRestartsOneAtATime() {
    assertThat(DeployPlan.canary(List.of(FIRST, SECOND), 0).steps())
        .containsExactly(new Step(List.of(FIRST)), new Step(List.of(SECOND)));
  }

  @Test
  void canariesGoFirstAndTogether() {
    assertThat(DeployPlan.canary(List.of(FIRST, SECOND, THIRD), 2).steps())
        .containsExactly(new Step(List.of(FIRST, SECOND)), new Step(List.of(THIRD)));
  }

  @Test
  void whoChangesNothingHasNoSteps() {
    assertThat(DeployPlan.canary(List.of(), 0).steps()).isEmpty();
    assertThat(DeployPlan.atOnce(List.of()).steps()).isEmpty();
  }
}
