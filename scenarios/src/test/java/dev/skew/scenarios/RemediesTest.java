package dev.skew.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.fault.TimelineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No shipped scenario ends well without what its operators do. */
class RemediesTest {

  /** What operators do for another reason than to mend something. */
  private static final Set<String> OTHERS =
      Set.of(
          "know-the-leader", // sets the stage for a known member to be cut off
          "let-users-back"); // caution: a site that was off for long enough would bear them all

  @ParameterizedTest
  @MethodSource("remedies")
  void withoutItsRemedyAScenarioFails(Path file, String remedy) {
    AlteredRun without = AlteredRun.of(file).without(remedy);

    assertThat(without.unmet(1)).isNotEmpty();
  }

  /** In an unsafe scenario it is the damage that is expected. */
  static Stream<Arguments> remedies() throws IOException {
    return Catalog.files().stream()
        .filter(file -> !file.startsWith("unsafe"))
        .flatMap(
            file ->
                Catalog.read(file).timeline().stream()
                    .filter(RemediesTest::isRemedy)
                    .map(entry -> Arguments.of(file, entry.id())));
  }

  private static boolean isRemedy(TimelineEntry entry) {
    return !OTHERS.contains(entry.id())
        && entry.script().steps().stream().allMatch(step -> step.command().fault().isRemedy());
  }
}
