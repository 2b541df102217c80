package dev.skew.world.fault;

import java.time.Duration;
import java.util.List;

/**
 * What one line says: a command, or several joined by {@code &&} and {@code sleep}, all on the same
 * nodes.
 */
public record FaultScript(List<Step> steps) {

  public FaultScript {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a line must hold at least one command");
    }
  }

  public static FaultScript of(FaultCommand command) {
    return new FaultScript(List.of(new Step(Duration.ZERO, command)));
  }

  /**
   * One command of a line.
   *
   * @param after how long after the line began
   */
  public record Step(Duration after, FaultCommand command) {}
}
