package dev.skew.world.quorum;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;

/**
 * What a node's process is started with.
 *
 * @param chance for beacons only, the same stream in all lives of the node
 */
public record Launch(Revision revision, RandomSource chance) {

  /** Where nobody speaks of versions. */
  static Launch plain(NodeId node) {
    return new Launch(
        Revision.initial(new Version(1, 0, 0)), new Seed(0).fork("beacons", node.name()).random());
  }
}
