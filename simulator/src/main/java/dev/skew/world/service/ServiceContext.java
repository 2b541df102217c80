package dev.skew.world.service;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the parts of an instance share: who they are, what time it is, and what is to be done. */
final class ServiceContext {

  final NodeId self;
  final RandomSource random;
  private final Map<Long, Runnable> timers = new HashMap<>(); // by token, never iterated
  private List<ServiceEffect> effects = new ArrayList<>();
  private ServiceGraph graph;
  private ServiceSettings service;
  private final NodeClock clock;
  private long nowNanos;
  private long lastToken;

  ServiceContext(NodeId self, ServiceGraph graph, NodeClock clock, RandomSource random) {
    this.self = self;
    this.clock = clock;
    this.random = random;
    this.graph = graph;
    this.service = graph.serviceOf(self);
  }

  void begin(long now) {
    nowNanos = now;
  }

  List<ServiceEffect> takeEffects() {
    List<ServiceEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  void configure(ServiceGraph now) {
    graph = now;
    service = now.serviceOf(self);
  }

  long nowNanos() {
    return nowNanos;
  }

  /** The clock with which the service measures latencies, 0 where it does not. */
  long latencyReading() {
    return switch (service.latencyClock()) {
      case NONE -> 0;
      case WALL -> clock.wallNanos(nowNanos);
      case MONOTONIC -> clock.monotonicNanos(nowNanos);
    };
  }

  ServiceGraph graph() {
    return graph;
  }

  ServiceSettings service() {
    return service;
  }

  void ask(NodeId to, ServiceMessage message) {
    effects.add(new ServiceEffect.Ask(to, message));
  }

  void answer(NodeId to, ServiceMessage.Reply reply) {
    effects.add(new ServiceEffect.Answer(to, reply));
  }

  void note(ServiceEvent event) {
    effects.add(new ServiceEffect.Note(event));
  }

  /** Has something done later, unless the process dies before. */
  long after(long nanos, Runnable action) {
    long token = ++lastToken;
    timers.put(token, action);
    effects.add(new ServiceEffect.SetTimer(token, nanos));
    return token;
  }

  /** The timer itself still fires, and then does nothing. */
  void forget(long token) {
    timers.remove(token);
  }

  void fire(long token) {
    Runnable action = timers.remove(token);
    if (action != null) {
      action.run();
    }
  }
}
