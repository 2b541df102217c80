package dev.skew.rehearse.simulation;

import dev.skew.rehearse.scenario.Scenario;
import java.util.List;
import java.util.OptionalLong;

/**
 * All that decides a history. Two equal requests give equal trace hashes on any machine.
 *
 * @param commands what an operator did, in the order of their instants; empty for a run that nobody
 *     touched
 * @param untilNanos where to stop instead of at the scenario's own duration; empty for the whole of
 *     it
 */
public record RunRequest(
    Scenario scenario, long seed, List<TimedCommand> commands, OptionalLong untilNanos) {

  public RunRequest {
    commands = List.copyOf(commands);
    for (int i = 1; i < commands.size(); i++) {
      if (commands.get(i).atNanos() < commands.get(i - 1).atNanos()) {
        throw new IllegalArgumentException("commands out of order at " + commands.get(i));
      }
    }
  }

  /** The scenario as it stands in its file, to its end, with no operator. */
  public static RunRequest of(Scenario scenario, long seed) {
    return new RunRequest(scenario, seed, List.of(), OptionalLong.empty());
  }
}
