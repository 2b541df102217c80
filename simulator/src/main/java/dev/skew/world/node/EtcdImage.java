package dev.skew.world.node;

import dev.skew.world.raft.Snapshot;
import java.util.Map;

/**
 * An etcd member's state machine, frozen for a snapshot.
 *
 * @param store never changed once frozen
 * @param leaseTtls nanoseconds by lease id
 */
record EtcdImage(KvStore store, Map<Long, Long> leaseTtls) implements Snapshot.Image {

  private static final long BYTES_PER_KEY = 256;

  static EtcdImage freeze(KvStore store, Lessor lessor) {
    return new EtcdImage(store.copy(), lessor.ttls());
  }

  /** The image in a snapshot; an empty one when the cluster has only just been bootstrapped. */
  static EtcdImage of(Snapshot snapshot) {
    return snapshot.image() instanceof EtcdImage image
        ? image
        : new EtcdImage(new KvStore(), Map.of());
  }

  /** A state machine to go on from. */
  KvStore thawStore() {
    return store.copy();
  }

  @Override
  public long sizeBytes() {
    return BYTES_PER_KEY * store.keys().size();
  }
}
