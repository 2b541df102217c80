package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Releases;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;

/** What deploys are done to: the nodes of the quorum store, each with a version installed. */
public interface DeployTargets {

  /** The role of the nodes. */
  String ROLE = "store";

  /** The version that a node starts with next; the one that it runs, except while it restarts. */
  Version installed(NodeId node);

  /** Puts a version on a node's disk; it runs from the node's next start on. */
  void install(NodeId node, Revision revision);

  /** Which releases there are. */
  Releases releases();
}
