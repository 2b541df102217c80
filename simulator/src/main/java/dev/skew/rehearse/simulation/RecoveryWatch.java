package dev.skew.rehearse.simulation;

import dev.skew.kernel.SimTime;
import dev.skew.kernel.TraceEvent;
import dev.skew.world.fault.FaultEvent;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows how long the cluster takes to be well again after the last fault: one leader known to
 * all, writes acknowledged again, no key that differs between live replicas.
 */
final class RecoveryWatch {

  private static final long NOT_YET = -1;

  private final Cluster cluster;
  private final Set<NodeId> served = new HashSet<>();
  private long faultNanos = NOT_YET;
  private long remedyNanos = NOT_YET;
  private long healthyNanos = NOT_YET;
  private long convergedNanos = NOT_YET;

  RecoveryWatch(Cluster cluster) {
    this.cluster = cluster;
  }

  /** When a fault began or ended last; negative before the first. */
  long lastFaultNanos() {
    return faultNanos;
  }

  /** When an operator first acted after the last fault had begun; negative when nobody did. */
  long firstRemedyNanos() {
    return remedyNanos;
  }

  void onTrace(long atNanos, TraceEvent event) {
    if (event instanceof FaultEvent fault && fault.command().fault().isRemedy()) {
      if (event instanceof FaultEvent.Injected && remedyNanos == NOT_YET) {
        remedyNanos = atNanos;
      }
      return;
    }
    if (event instanceof FaultEvent.Injected) {
      remedyNanos = NOT_YET;
    }
    if (event instanceof FaultEvent.Injected || event instanceof FaultEvent.Cleared) {
      restart(atNanos);
    }
  }

  void onCompleted(Invocation invocation, Completion completion) {
    if (completion.outcome() == Outcome.OK
        && invocation.operation().isWrite()
        && invocation.invokedNanos() >= faultNanos) {
      served.add(invocation.node());
    }
  }

  void onSample(long atNanos) {
    if (faultNanos == NOT_YET || (healthyNanos != NOT_YET && convergedNanos != NOT_YET)) {
      return;
    }
    StoreObservation store = cluster.store();
    boolean converged = store == null || StoreMeters.divergentKeys(store) == 0;
    if (converged && convergedNanos == NOT_YET) {
      convergedNanos = atNanos;
    }
    if (converged && healthyNanos == NOT_YET && isLed() && isServed()) {
      healthyNanos = atNanos;
    }
  }

  /** Seconds from the last fault's end until all was well; infinite while it is not. */
  double recoverySeconds() {
    return seconds(healthyNanos);
  }

  /** Seconds from the last fault's end until all replicas were equal; infinite while not. */
  double convergenceSeconds() {
    return seconds(convergedNanos);
  }

  private double seconds(long endNanos) {
    if (faultNanos == NOT_YET) {
      return 0;
    }
    return endNanos == NOT_YET
        ? Double.POSITIVE_INFINITY
        : (double) (endNanos - faultNanos) / SimTime.SECOND;
  }

  private void restart(long atNanos) {
    faultNanos = atNanos;
    healthyNanos = NOT_YET;
    convergedNanos = NOT_YET;
    served.clear();
  }

  /** One leader, and every live member follows it. */
  private boolean isLed() {
    EtcdObservation view = cluster.consensus();
    @Nullable NodeId leader = null;
    for (NodeId member : view.members()) {
      if (!view.isUp(member)) {
        continue;
      }
      NodeId known = view.state(member).leader();
      if (known == null || (leader != null && !leader.equals(known))) {
        return false;
      }
      leader = known;
    }
    return true;
  }

  /** Every live node has acknowledged a write since, where anybody writes at all. */
  private boolean isServed() {
    for (Cluster.Host host : cluster.hosts()) {
      if (host.handle().isUp()
          && wasWrittenTo(host.id())
          && !served.contains(host.id())
          && !isReplica(host.id())
          && !isQuarantined(host.id())) {
        return false;
      }
    }
    return true;
  }

  private boolean isQuarantined(NodeId node) {
    StoreObservation store = cluster.store();
    return store != null && store.isQuarantined(node);
  }

  /** A server that was the primary once owes nobody a write. */
  private boolean isReplica(NodeId node) {
    ReplicationObservation replication = cluster.replication();
    return replication != null && replication.replicas().contains(node);
  }

  private boolean wasWrittenTo(NodeId node) {
    return cluster.writtenNodes().contains(node);
  }
}
