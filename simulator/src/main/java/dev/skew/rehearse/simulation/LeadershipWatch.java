package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceListener;
import dev.skew.world.node.EtcdLogged;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.raft.Role;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Follows from the trace who holds itself for the leader. */
final class LeadershipWatch implements TraceListener {

  /** Told when the number of claimants has changed. */
  @FunctionalInterface
  interface Listener {
    void onClaimants(long atNanos, int count);
  }

  private final TreeSet<NodeId> claimants = new TreeSet<>();
  private final List<Listener> listeners = new ArrayList<>();

  void listen(Listener listener) {
    listeners.add(listener);
  }

  int count() {
    return claimants.size();
  }

  @Override
  public void onTraceEvent(long atNanos, TraceEvent event) {
    if (event instanceof EtcdLogged logged
        && logged.notice() instanceof RaftNotice.RoleChanged changed) {
      set(atNanos, logged.node(), changed.to() == Role.LEADER);
    } else if (event instanceof MachineChanged changed && changed.status().equals("down")) {
      set(atNanos, changed.node(), false);
    }
  }

  private void set(long atNanos, NodeId node, boolean claims) {
    if (claims ? claimants.add(node) : claimants.remove(node)) {
      for (Listener listener : listeners) {
        listener.onClaimants(atNanos, claimants.size());
      }
    }
  }
}
