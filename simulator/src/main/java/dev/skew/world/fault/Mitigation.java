package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * What an operator does to keep clients served while something is broken; none of it is a fault. It
 * is in force from its beginning to its end, and leaves nothing behind.
 */
public sealed interface Mitigation extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onMitigation(this);
  }

  @Override
  default boolean isRemedy() {
    return true;
  }

  /** Clients of a workload wait so many times longer; the empty name is all of them. */
  record ClientTimeout(String workload, double factor) implements Mitigation {

    public ClientTimeout {
      longer(factor);
    }
  }

  /** Coordinators of the quorum store wait so many times longer for their replicas. */
  record StoreTimeout(double factor) implements Mitigation {

    public StoreTimeout {
      longer(factor);
    }
  }

  /** Nodes are out of every balancer's list: whoever chooses among nodes chooses others. */
  record Cordon() implements Mitigation {}

  /** Ends cordons of nodes. */
  record Uncordon() implements Mitigation {}

  private static void longer(double factor) {
    if (!(factor >= 1 && factor <= 1000)) {
      throw new IllegalArgumentException("factor must lie in [1, 1000], got " + factor);
    }
  }

  /**
   * One that is in force.
   *
   * @param nodes on which; none where it is about clients or a whole store
   */
  record InForce(Mitigation mitigation, List<NodeId> nodes) {

    public InForce {
      nodes = List.copyOf(nodes);
    }
  }
}
