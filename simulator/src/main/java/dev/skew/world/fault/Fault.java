package dev.skew.world.fault;

/**
 * One thing that goes wrong, without saying where and for how long: that is the {@link
 * FaultCommand}'s part.
 */
public sealed interface Fault
    permits NetworkFault,
        NodeFault,
        TimeFault,
        ReplicationFault,
        ServiceFault,
        RaftAct,
        RunbookAct,
        DeployFault,
        Mitigation,
        QuarantineAct,
        Fault.Workload,
        Fault.Clear {

  <R> R accept(Handler<R> handler);

  /** Whether it is done against a fault, and is none itself. */
  default boolean isRemedy() {
    return false;
  }

  /** What to do with each kind of fault. */
  interface Handler<R> {
    R onNetwork(NetworkFault fault);

    R onNode(NodeFault fault);

    R onTime(TimeFault fault);

    R onReplication(ReplicationFault fault);

    R onService(ServiceFault fault);

    R onRaft(RaftAct act);

    R onRunbook(RunbookAct act);

    R onDeploy(DeployFault fault);

    R onMitigation(Mitigation act);

    R onQuarantine(QuarantineAct act);

    R onWorkload(Workload fault);

    R onClear(Clear fault);
  }

  /**
   * Clients ask more or less often.
   *
   * @param name which workload; empty for all
   * @param factor of the rate that the scenario gives, 0 for silence
   */
  record Workload(String name, double factor) implements Fault {

    public Workload {
      if (!(factor >= 0 && factor <= 1000)) {
        throw new IllegalArgumentException("factor must lie in [0, 1000], got " + factor);
      }
    }

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.onWorkload(this);
    }
  }

  /** Ends every fault that is in force: nodes start and resume, links mend, clocks lose drift. */
  record Clear() implements Fault {

    @Override
    public <R> R accept(Handler<R> handler) {
      return handler.onClear(this);
    }
  }
}
