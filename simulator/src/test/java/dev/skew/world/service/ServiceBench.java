package dev.skew.world.service;

import dev.skew.kernel.Seed;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.network.Latency;
import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An instance on timers of the test, between a user and a dependency that the test plays. */
final class ServiceBench {

  static final NodeId FRONT = new NodeId(0, "front-0");
  static final NodeId BACK = new NodeId(1, "back-0");
  static final NodeId USER = new NodeId(2, "client-0");
  static final EdgeName EDGE = new EdgeName("front", "back");
  static final long MILLI = 1_000_000L;

  final List<ServiceMessage.Reply> answers = new ArrayList<>();
  final List<ServiceMessage> asked = new ArrayList<>();
  final List<ServiceEvent> events = new ArrayList<>();

  private final TreeMap<Long, List<Long>> timers = new TreeMap<>();
  private final Map<NodeId, EffectLedger> ledgers = new HashMap<>();
  private final NodeClock clock = NodeClock.perfect(new WallTime(0), new Seed(1).random());
  private final NodeId self;
  private ServiceGraph graph;
  private ServiceNode node;
  private long nowNanos;

  private ServiceBench(NodeId self, ServiceGraph graph) {
    this.self = self;
    this.graph = graph;
    this.node = boot();
  }

  /** An instance that has one dependency, and works 10 ms on each request, two at a time. */
  static ServiceBench front(UnaryOperator<EdgeSettings> change) {
    return new ServiceBench(FRONT, graph().withEdge(EDGE, change));
  }

  /** An instance in which writes take effect. */
  static ServiceBench back(UnaryOperator<ServiceSettings> change) {
    return new ServiceBench(BACK, graph().withService("back", change));
  }

  static ServiceGraph graph() {
    return new ServiceGraph(
        List.of(service("front", false), service("back", true)),
        List.of(
            new EdgeSettings(
                EDGE,
                1,
                false,
                100 * MILLI,
                0,
                new Backoff(2, 10 * MILLI, 10 * MILLI, false),
                RetryBudget.Settings.OFF,
                CircuitBreaker.Settings.OFF,
                ReadCache.Settings.OFF)),
        Map.of("front", List.of(FRONT), "back", List.of(BACK)),
        new ServiceGraph.Propagation(false, false),
        1,
        Set.of());
  }

  private static ServiceSettings service(String name, boolean stateful) {
    return new ServiceSettings(
        name,
        2,
        3,
        Latency.constant(Duration.ofMillis(10)),
        LoadShedding.OFF,
        stateful,
        false,
        LatencyClock.NONE,
        Trouble.NONE);
  }

  void configure(UnaryOperator<ServiceGraph> change) {
    graph = change.apply(graph);
    step(new ServiceInput.Configured(graph));
  }

  /** The process ends and starts again; timers die with it. */
  void restart() {
    timers.clear();
    node = boot();
    step(new ServiceInput.Started());
  }

  private ServiceNode boot() {
    EffectLedger ledger = ledgers.computeIfAbsent(self, absent -> new EffectLedger());
    return new ServiceNode(self, graph, ledger, clock, new Seed(1).random());
  }

  ServiceNode node() {
    return node;
  }

  void read(long id) {
    receive(USER, new ServiceMessage.Call(id, request(id, false), 1, 0));
  }

  void write(long id) {
    receive(USER, new ServiceMessage.Call(id, request(id, true), 1, 0));
  }

  /** Another attempt of a write that was asked before. */
  void writeAgain(long id, long request) {
    receive(USER, new ServiceMessage.Call(id, request(request, true), 2, 0));
  }

  static ServiceRequest request(long id, boolean write) {
    return new ServiceRequest(id, "user", "key", write, false);
  }

  void receive(NodeId from, ServiceMessage message) {
    step(new ServiceInput.Received(from, message));
  }

  /** The dependency answers what it was asked last. */
  void backAnswers(Status status) {
    receive(BACK, new ServiceMessage.Reply(asked.get(asked.size() - 1).id(), status));
  }

  void step(ServiceInput input) {
    for (ServiceEffect effect : node.on(nowNanos, input)) {
      if (effect instanceof ServiceEffect.Answer answer) {
        answers.add(answer.reply());
      } else if (effect instanceof ServiceEffect.Ask ask) {
        asked.add(ask.message());
      } else if (effect instanceof ServiceEffect.SetTimer timer) {
        timers
            .computeIfAbsent(nowNanos + timer.localNanos(), due -> new ArrayList<>())
            .add(timer.token());
      } else if (effect instanceof ServiceEffect.Note noted) {
        events.add(noted.event());
      }
    }
  }

  void runFor(long millis) {
    long end = nowNanos + millis * MILLI;
    while (!timers.isEmpty() && timers.firstKey() <= end) {
      Map.Entry<Long, List<Long>> due = timers.pollFirstEntry();
      nowNanos = due.getKey();
      due.getValue().forEach(token -> step(new ServiceInput.TimerFired(token)));
    }
    nowNanos = end;
  }

  List<Status> statuses() {
    return answers.stream().map(ServiceMessage.Reply::status).toList();
  }

  <E extends ServiceEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
