package dev.skew.world.quorum;

/** Which nodes a range of a keyspace concerns. */
final class Placement {

  private Placement() {}

  /** How many of the range's preference list keep a copy. */
  static int copies(StoreContext context, int keyspace) {
    return Math.min(context.keyspace(keyspace).replication().copies(), context.ring.size());
  }

  static boolean isReplica(StoreContext context, int keyspace, int range, int place) {
    int[] preference = context.ring.preference(range);
    int copies = copies(context, keyspace);
    for (int i = 0; i < copies; i++) {
      if (preference[i] == place) {
        return true;
      }
    }
    return false;
  }
}
