package dev.skew.world.quorum;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.HybridLogicalClock;
import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.TrueTime;
import dev.skew.world.topology.NodeId;
import dev.skew.world.version.Release;
import dev.skew.world.version.Revision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all parts of one store node share: who it is, what time it is, and where effects go. */
final class StoreContext {

  final NodeId self;
  final int place;
  final StoreSettings settings;
  final HashRing ring;
  final NodeClock clock;
  final RandomSource random;
  final HybridLogicalClock hlc;
  final TrueTime trueTime;
  final StoreCounters counters = new StoreCounters();
  final Launch launch;
  final Release release;
  final Liar liar;

  /** Who is in quarantine. */
  Decree decree = Decree.NONE;

  /** Which of the node's lives this is; a restart begins another. */
  final int life;

  final int actor;

  private long nowNanos;
  private List<StoreEffect> effects = new ArrayList<>();
  private long lastId;

  StoreContext(
      NodeId self, StoreSettings settings, HashRing ring, NodeClock clock, RandomSource random) {
    this(new Installation(self, settings, ring, clock, random), Launch.plain(self), 0, null);
  }

  /** What is the same in all lives of a node. */
  private record Installation(
      NodeId self, StoreSettings settings, HashRing ring, NodeClock clock, RandomSource random) {}

  private StoreContext(Installation installation, Launch launch, int life, @Nullable Liar former) {
    this.self = installation.self;
    this.settings = installation.settings;
    this.ring = installation.ring;
    this.place = ring.placeOf(self);
    this.clock = installation.clock;
    this.random = installation.random;
    this.launch = launch;
    this.release = settings.software().releases().of(launch.revision().version());
    this.life = life;
    this.liar = former == null ? new Liar(this) : new Liar(this, former);
    this.actor = Actors.of(self.index(), life);
    this.lastId = (long) life << 40; // answers to a former life find nothing here
    StoreSettings.Stamps stamps = settings.stamps();
    this.hlc = new HybridLogicalClock(stamps.hlcMaxAheadNanos());
    this.trueTime = new TrueTime(clock, stamps.errorNanos(), stamps.driftBoundPpb());
    check(place >= 0, "%s is no member of the ring", self);
  }

  StoreContext nextLife(Revision revision) {
    Launch next = new Launch(revision, launch.chance());
    return new StoreContext(installation(), next, life + 1, liar);
  }

  /** The same life with another start. */
  StoreContext with(Launch other) {
    return new StoreContext(installation(), other, life, liar);
  }

  private Installation installation() {
    return new Installation(self, settings, ring, clock, random);
  }

  void begin(long nowNanos) {
    this.nowNanos = nowNanos;
  }

  List<StoreEffect> takeEffects() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<StoreEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  long nowNanos() {
    return nowNanos;
  }

  long wallNanos() {
    return clock.wallNanos(nowNanos);
  }

  long localNanos() {
    return clock.monotonicNanos(nowNanos);
  }

  /** The hybrid time of a message about to be sent. */
  HybridTimestamp stamp() {
    return hlc.tick(wallNanos());
  }

  /** An id no other operation of this node has had, in any life. */
  long nextId() {
    return ++lastId;
  }

  KeyspaceSettings keyspace(int place) {
    return settings.keyspaces().get(place);
  }

  void send(int toPlace, StoreMessage message) {
    boolean isPlain = release.encoding() == 1 || !message.carriesRows();
    StoreMessage encoded =
        isPlain ? message : new StoreMessage.Encoded(release.encoding(), message);
    effects.add(new StoreEffect.Send(ring.at(toPlace), encoded));
  }

  void setTimer(long token, long localNanos) {
    effects.add(new StoreEffect.SetTimer(token, localNanos));
  }

  void record(StoreEvent event) {
    effects.add(new StoreEffect.Note(event));
  }

  void emit(StoreEffect effect) {
    effects.add(effect);
  }
}
