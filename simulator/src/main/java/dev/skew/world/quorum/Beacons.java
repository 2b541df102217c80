package dev.skew.world.quorum;

import dev.skew.kernel.RandomSource;
import dev.skew.world.quorum.StoreCounters.Counter;
import dev.skew.world.version.Beacon;
import dev.skew.world.version.BeaconSettings;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Rollout;

/**
 * The part of a node that spreads versions: tells random peers what is to run, and has the node
 * restarted with what it hears of.
 *
 * <p>Push, and pull where the sender turns out to know less: while few know a revision pushing
 * doubles them, once most know it pulling ends it faster (Karp et al., FOCS 2000). Where beacons
 * are off it sets no timer and draws nothing.
 */
final class Beacons {

  private final StoreContext context;
  private final BeaconSettings settings;
  private final RandomSource random;
  private final Replica replica;
  private final Liveness liveness;
  private Rollout rollout;
  private boolean isAdoptionSet;

  Beacons(StoreContext context, Replica replica, Liveness liveness) {
    this.context = context;
    this.settings = context.settings.software().beacons();
    this.random = context.launch.chance();
    this.replica = replica;
    this.liveness = liveness;
    this.rollout = Rollout.of(context.launch.revision());
  }

  void start() {
    if (settings.isOn()) {
      context.setTimer(Timers.BEACON, random.nextLong(settings.intervalNanos()));
    }
  }

  /** The newest revision heard of. */
  Revision newest() {
    return rollout.newest();
  }

  /** A round of beacons. */
  void onTimer() {
    context.setTimer(Timers.BEACON, settings.intervalNanos());
    int others = context.ring.size() - 1;
    for (int i = 0; i < settings.fanout() && others > 0; i++) {
      int drawn = random.nextInt(others);
      int peer = drawn < context.place ? drawn : drawn + 1;
      if (!liveness.isSuspect(peer)) { // a beacon to it would be lost, and gossip is used to that
        tell(peer, false);
      }
    }
  }

  void onBeacon(int from, StoreMessage.Beaconed message) {
    Beacon beacon = message.beacon();
    compare(from, beacon);
    if (!message.isReply() && rollout.knowsMoreThan(beacon.newest())) {
      tell(from, true);
    }
    listen(from, beacon.newest());
    if (rollout.isBehind() && !isAdoptionSet) {
      isAdoptionSet = true;
      context.setTimer(Timers.ADOPTION, drawDelay());
    }
  }

  private void listen(int from, Revision told) {
    Rollout before = rollout;
    rollout = before.heard(told);
    if (!rollout.newest().equals(before.newest())) {
      context.record(
          new StoreEvent.RevisionHeard(context.self, context.ring.at(from), told.version()));
    }
  }

  private long drawDelay() {
    long within = settings.adoptWithinNanos();
    return within == 0 ? 0 : random.nextLong(within);
  }

  /** What has been heard of since counts, and what has been rolled back since is not adopted. */
  void onAdoptionTimer() {
    isAdoptionSet = false;
    if (rollout.isBehind()) {
      context.emit(new StoreEffect.Adopt(rollout.newest()));
    }
  }

  /**
   * Differing hashes of the same ranges. A write under way makes two replicas differ for as long;
   * what stays is divergence, or two versions that hash differently.
   */
  private void compare(int from, Beacon beacon) {
    context.counters.increment(Counter.BEACONS_HEARD);
    if (beacon.stateHash() != sharedHash(from)) {
      context.counters.increment(Counter.STATE_HASHES_DIFFERED);
      context.record(
          new StoreEvent.StateHashDiffered(
              context.self, context.ring.at(from), rollout.running().version(), beacon.running()));
    }
  }

  private void tell(int peer, boolean isReply) {
    Beacon beacon = new Beacon(rollout.running().version(), rollout.newest(), sharedHash(peer));
    context.send(peer, new StoreMessage.Beaconed(context.stamp(), beacon, isReply));
  }

  /**
   * Over the ranges that this node and a peer both keep; 0 for none. The trees keep their roots, so
   * that this costs a look at each of them.
   */
  private long sharedHash(int peer) {
    int ranges = context.ring.rangeCount();
    long hash = 0;
    for (var entry : replica.table().trees().entrySet()) {
      int key = entry.getKey();
      long root = entry.getValue().root();
      if (root != 0 && Placement.isReplica(context, key / ranges, key % ranges, peer)) {
        hash ^= Hashing.combine(key, root);
      }
    }
    return hash;
  }
}
