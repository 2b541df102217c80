package dev.skew.rehearse.simulation;

import dev.skew.world.fault.Mitigation;
import dev.skew.world.node.StoreSoftware;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientActor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What operators set to keep clients served: time-outs, and who is in the balancers. */
final class MitigationPort {

  private final Cluster cluster;
  private double storeFactor = 1;

  MitigationPort(Cluster cluster) {
    this.cluster = cluster;
  }

  void apply(List<Mitigation.InForce> inForce) {
    Set<NodeId> cordoned = new HashSet<>(); // never iterated
    double store = 1;
    for (Mitigation.InForce each : inForce) {
      if (each.mitigation() instanceof Mitigation.Cordon) {
        cordoned.addAll(each.nodes());
      } else if (each.mitigation() instanceof Mitigation.StoreTimeout timeout) {
        store *= timeout.factor();
      }
    }
    cluster.cordon(cordoned);
    setStore(store);
    for (String workload : cluster.workloads()) {
      setClients(workload, clientFactor(workload, inForce));
    }
  }

  private static double clientFactor(String workload, List<Mitigation.InForce> inForce) {
    double factor = 1;
    for (Mitigation.InForce each : inForce) {
      if (each.mitigation() instanceof Mitigation.ClientTimeout timeout
          && (timeout.workload().isEmpty() || timeout.workload().equals(workload))) {
        factor *= timeout.factor();
      }
    }
    return factor;
  }

  private void setClients(String workload, double factor) {
    cluster
        .clients(workload)
        .forEach(client -> client.tell(new ClientActor.StretchTimeouts(factor)));
  }

  private void setStore(double factor) {
    if (factor == storeFactor) {
      return;
    }
    storeFactor = factor;
    for (Cluster.Host host : cluster.hosts()) {
      if (host.software() instanceof StoreSoftware software) {
        software.stretchTimeouts(factor, host.handle().isUp());
      }
    }
  }
}
