package dev.skew.world.quorum;

import java.util.Arrays;

/** The sloppy quorum: live nodes further along the ring stand in for suspect replicas. */
final class Substitutes {

  private Substitutes() {}

  /** Gives a write other targets in the place of suspect ones, as far as there are live nodes. */
  static void replaceSuspects(Write write, HashRing ring, Liveness liveness) {
    int[] replicas = write.targets;
    int[] targets = replicas.clone();
    int[] standsInFor = new int[replicas.length];
    int[] walk = new int[0];
    int next = replicas.length;
    for (int i = 0; i < replicas.length; i++) {
      standsInFor[i] = -1;
      if (!liveness.isSuspect(replicas[i])) {
        continue;
      }
      walk = walk.length == 0 ? ring.walk(write.range, ring.size()) : walk;
      while (next < walk.length && liveness.isSuspect(walk[next])) {
        next++;
      }
      if (next < walk.length) {
        targets[i] = walk[next++];
        standsInFor[i] = replicas[i];
      }
    }
    write.targets = targets;
    write.standsInFor = standsInFor;
  }

  /** Whom a read asks: the first live nodes along the ring, as many as there are copies. */
  static int[] firstLive(int range, int copies, HashRing ring, Liveness liveness) {
    int[] found = new int[copies];
    int count = 0;
    int[] walk = ring.walk(range, ring.size());
    for (int i = 0; i < walk.length && count < copies; i++) {
      if (!liveness.isSuspect(walk[i])) {
        found[count++] = walk[i];
      }
    }
    return Arrays.copyOf(found, count);
  }
}
