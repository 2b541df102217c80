package dev.skew.rehearse.simulation;

import dev.skew.world.fault.DeployTargets;
import dev.skew.world.node.StoreSoftware;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;

/** What deploys reach: the installations of a cluster's stores. */
record DeployPort(Cluster cluster) implements DeployTargets {

  @Override
  public Releases releases() {
    StoreObservation store = cluster.store();
    return store == null ? Releases.ALIKE : store.releases();
  }

  @Override
  public Version installed(NodeId node) {
    return software(node).installed();
  }

  @Override
  public void install(NodeId node, Revision revision) {
    software(node).install(revision);
  }

  private StoreSoftware software(NodeId node) {
    return (StoreSoftware) cluster.software(node);
  }
}
