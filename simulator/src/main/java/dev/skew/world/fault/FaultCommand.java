package dev.skew.world.fault;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault with its targets and its duration: what one {@code chaos} command line says.
 *
 * @param nodes which nodes; {@link NodeSelector#ALL} where the line names none
 * @param require what the choice must be, else the command is refused
 * @param lasting how long, or null for as long as nobody ends it
 */
public record FaultCommand(
    Fault fault, NodeSelector nodes, Require require, @Nullable Duration lasting) {

  public FaultCommand {
    if (lasting != null && isDoneAtOnce(fault)) {
      throw new IllegalArgumentException("it is done at once and takes no duration");
    }
    if (lasting != null && (lasting.isNegative() || lasting.isZero())) {
      throw new IllegalArgumentException(
          "duration must be positive, got " + Quantities.duration(lasting));
    }
  }

  public static FaultCommand of(Fault fault, NodeSelector nodes) {
    return new FaultCommand(fault, nodes, Require.ANY, null);
  }

  /** Whether a fault has no end, because nothing of it stays in force. */
  private static boolean isDoneAtOnce(Fault fault) {
    return fault instanceof NetworkFault.Heal
        || fault instanceof NodeFault.Restart
        || fault instanceof TimeFault.Leap
        || fault instanceof Fault.Clear
        || fault instanceof RaftAct
        || fault instanceof RunbookAct
        || fault instanceof DeployFault
        || fault instanceof Mitigation.Uncordon
        || fault instanceof QuarantineAct
        || (fault instanceof ReplicationFault replication && replication.isDoneAtOnce())
        || (fault instanceof TimeFault.Ntp ntp && ntp.state() == TimeFault.NtpState.SYNC);
  }

  public Optional<Duration> duration() {
    return Optional.ofNullable(lasting);
  }

  public FaultCommand withDuration(Duration duration) {
    return new FaultCommand(fault, nodes, require, duration);
  }

  public FaultCommand withNodes(NodeSelector selector) {
    return new FaultCommand(fault, selector, require, lasting);
  }

  /** What a choice of nodes must be, role by role, counted over the nodes of that role. */
  public enum Require {
    ANY("any"),
    /** Fewer than half of every role that was touched. */
    MINORITY("minority"),
    /** More than half of every role that was touched. */
    MAJORITY("majority");

    private final String label;

    Require(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
