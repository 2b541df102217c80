package dev.skew.rehearse.simulation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run that can be had again: its scenario, its seed and what was done to it, with checkpoints to
 * compare against.
 *
 * @param version the version of Skew that made it
 * @param scenarioFile the name of the file that the scenario was read from, for messages
 * @param scenarioText the scenario as it stood in that file
 * @param untilNanos where the run was told to stop; empty for the scenario's own duration
 * @param checkpoints in the order of their instants
 * @param flaw where the recording stops being whole, and why; empty when it is whole to its end
 */
public record Recording(
    String version,
    String scenarioFile,
    String scenarioText,
    long seed,
    List<TimedCommand> commands,
    OptionalLong untilNanos,
    List<Checkpoint> checkpoints,
    Optional<String> flaw) {

  public Recording {
    commands = List.copyOf(commands);
    checkpoints = List.copyOf(checkpoints);
  }

  /** The last instant for which there is something to compare; zero when there is none. */
  public long wholeUntilNanos() {
    return checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).atNanos();
  }
}
