package dev.skew.rehearse.simulation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares a run with the checkpoints of a recording and remembers the first that differs. */
public final class ReplayComparison implements RunListener {

  private final List<Checkpoint> expected;
  private int compared;
  private @Nullable Difference difference;

  public ReplayComparison(Recording recording) {
    this.expected = recording.checkpoints();
  }

  @Override
  public void onCheckpoint(Checkpoint checkpoint) {
    if (difference != null || compared == expected.size()) {
      return;
    }
    Checkpoint recorded = expected.get(compared);
    if (recorded.equals(checkpoint)) {
      compared++;
    } else {
      difference = new Difference(recorded, checkpoint);
    }
  }

  /** How many checkpoints were reached and equal. */
  public int equalCheckpoints() {
    return compared;
  }

  /** Whether every checkpoint of the recording was reached and equal. */
  public boolean isEqual() {
    return compared == expected.size();
  }

  /** The first checkpoint at which the two histories differ. */
  public Optional<Difference> difference() {
    return Optional.ofNullable(difference);
  }

  /** Two checkpoints that should have been equal. */
  public record Difference(Checkpoint recorded, Checkpoint replayed) {}
}
