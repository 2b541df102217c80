package dev.skew.world.replica;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all rules of a server share: who it is, what time it is, and where effects go. */
final class ServerContext {

  final NodeId self;
  final List<NodeId> members;
  final ReplicaSettings settings;
  final NodeClock clock;
  final RandomSource random;

  private List<ReplicaEffect> effects = new ArrayList<>();
  private long nowNanos;
  private long lastSession;

  /**
   * What the first life starts with.
   *
   * @param members all servers, this one too
   */
  ServerContext(
      NodeId self,
      List<NodeId> members,
      ReplicaSettings settings,
      NodeClock clock,
      RandomSource random) {
    this(self, members, settings, clock, random, 0);
  }

  private ServerContext(
      NodeId self,
      List<NodeId> members,
      ReplicaSettings settings,
      NodeClock clock,
      RandomSource random,
      long lastSession) {
    this.self = self;
    this.members = List.copyOf(members);
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.lastSession = lastSession;
  }

  ServerContext nextLife() {
    return new ServerContext(self, members, settings, clock, random, lastSession);
  }

  void begin(long now) {
    nowNanos = now;
  }

  List<ReplicaEffect> takeEffects() {
    if (effects.isEmpty()) {
      return List.of();
    }
    List<ReplicaEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  long wallNanos() {
    return clock.wallNanos(nowNanos);
  }

  long wallNanosAt(long virtualNanos) {
    return clock.wallNanos(virtualNanos);
  }

  long localNanos() {
    return clock.monotonicNanos(nowNanos);
  }

  /** A number that no conversation of this server has had, in any life. */
  long nextSession() {
    return ++lastSession;
  }

  void send(@Nullable NodeId to, ReplicaMessage message) {
    if (to != null) {
      effects.add(new ReplicaEffect.Send(to, message));
    }
  }

  void respond(NodeId client, ClientResponse response) {
    effects.add(new ReplicaEffect.Respond(client, response));
  }

  void refuse(NodeId client, long request, SqlError error) {
    respond(client, new ClientResponse(request, Outcome.FAILED, List.of(), "", 0, error.line()));
  }

  void setTimer(ReplicaTimer.Kind kind, long number, long localNanos) {
    effects.add(new ReplicaEffect.SetTimer(new ReplicaTimer(kind, number), localNanos));
  }

  void note(ReplicaEvent event) {
    effects.add(new ReplicaEffect.Note(event));
  }

  void emit(ReplicaEffect effect) {
    effects.add(effect);
  }
}
