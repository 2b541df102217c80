package dev.skew.rehearse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.rehearse.simulation.Report.TimelineEntry;
import dev.skew.world.check.Violation;
import org.junit.jupiter.api.Test;

class TimelineWriterTest {

  private static final long END = 9_000_000_000L;

  private final TimelineWriter timeline = new TimelineWriter();

  @Test
  void aFewViolationsOfAnInvariantAreToldAndTheOthersCounted() {
    for (int i = 1; i <= 8; i++) {
      timeline.violated(violation("acknowledged-writes", "write " + i + " is lost"));
    }
    timeline.violated(violation("causality", "an answer before its question"));

    assertThat(timeline.entries(END))
        .extracting(TimelineEntry::text)
        .containsExactly(
            "acknowledged-writes broken: write 1 is lost",
            "acknowledged-writes broken: write 2 is lost",
            "acknowledged-writes broken: write 3 is lost",
            "acknowledged-writes broken: write 4 is lost",
            "acknowledged-writes broken: write 5 is lost",
            "causality broken: an answer before its question",
            "acknowledged-writes broken: 3 more like these");
  }

  private static Violation violation(String invariant, String detail) {
    return new Violation(1_000_000_000L, invariant, detail, "");
  }
}
