package dev.skew.world.fault;

import java.time.Duration;
import java.util.List;

/**
 * What one line says: a command, or several joined by {@code &&} and {@code sleep}, all on the same
 * nodes.
 *
 * @param onHost whether the line is what one would type on the node itself ({@code tc}, {@code
 *     iptables}, {@code date}), so that whoever runs it must say on which nodes
 */
public record FaultScript(List<Step> steps, boolean onHost) {

  public FaultScript {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a line must hold at least one command");
    }
  }

  public static FaultScript of(FaultCommand command) {
    return new FaultScript(List.of(new Step(Duration.ZERO, command)), false);
  }

  /**
   * One command of a line.
   *
   * @param after how long after the line began
   */
  public record Step(Duration after, FaultCommand command) {}
}
