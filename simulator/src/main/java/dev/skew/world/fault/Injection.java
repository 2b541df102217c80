package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * A fault that is in force.
 *
 * @param number in the order of injection, unique within the run
 * @param entry the timeline entry's name, or the operator's command id
 * @param nodes that were chosen, in the order of {@link NodeId}
 */
public record Injection(
    long number, String entry, FaultCommand command, List<NodeId> nodes, long sinceNanos) {

  public Injection {
    nodes = List.copyOf(nodes);
  }

  /** Whether it makes anything worse: a time daemon that is told to run is in force and well. */
  boolean disturbs() {
    return !(command.fault() instanceof TimeFault.Ntp ntp && ntp.state() == TimeFault.NtpState.ON);
  }

  Injection withNodes(List<NodeId> rest) {
    return new Injection(number, entry, command, rest, sinceNanos);
  }
}
