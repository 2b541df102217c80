package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

/**
 * Who makes dots and counts: a node in one of its lives. A node that restarts is another actor,
 * because it may have forgotten how far it had counted (Riak 2.1 gives a vnode a new identity for
 * the same reason).
 */
final class Actors {

  private static final int NODE_BITS = 14;
  private static final int NODES = 1 << NODE_BITS;
  private static final int LIVES = Integer.MAX_VALUE / NODES;

  private Actors() {}

  static int of(int nodeIndex, int life) {
    check(nodeIndex < NODES, "node index %d, but stores count to %d", nodeIndex, NODES);
    check(life < LIVES, "life %d, but stores count to %d", life, LIVES);
    return life * NODES + nodeIndex;
  }

  static int nodeIndexOf(int actor) {
    return actor % NODES;
  }
}
