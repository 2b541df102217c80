package dev.skew.world.replica;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.WallTime;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.network.Latency;
import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A few servers with links of one millisecond and disks of 100 µs; the first is the primary. */
final class ReplicationBench {

  static final NodeId CLIENT = new NodeId(99, "client-0");

  private static final long LINK_NANOS = SimTime.MILLISECOND;
  private static final long DISK_NANOS = SimTime.MILLISECOND / 10;

  /** A server with what is around it. */
  private static final class Server {

    final NodeClock clock;
    MysqlNode node;
    long durable;
    int life;

    Server(NodeClock clock, MysqlNode node) {
      this.clock = clock;
      this.node = node;
    }
  }

  final EventQueue queue = new EventQueue();
  final List<ReplicaEvent> events = new ArrayList<>();

  private final List<NodeId> members = new ArrayList<>();
  private final List<Server> servers = new ArrayList<>();
  private final List<ClientResponse> answers = new ArrayList<>();
  private final Set<NodeId> cutOff = new HashSet<>();
  private final Set<NodeId> frozenDisks = new HashSet<>();
  private long requests;

  ReplicationBench(int size) {
    this(size, settings(Duration.ofDays(30), 1L << 30, true));
  }

  ReplicationBench(int size, ReplicaSettings settings) {
    for (int i = 0; i < size; i++) {
      members.add(new NodeId(i, "mysql-" + i));
    }
    for (NodeId id : members) {
      NodeClock clock = NodeClock.perfect(new WallTime(0), new Seed(id.index()).random());
      NodeId source = id.index() == 0 ? null : members.get(0);
      MysqlNode node = new MysqlNode(members, id, source, settings, clock, new Seed(7).random());
      servers.add(new Server(clock, node));
    }
    members.forEach(id -> step(id, new ReplicaInput.Started()));
    run(Duration.ofMillis(100));
  }

  static ReplicaSettings settings(Duration retention, long fileBytes, boolean autoPosition) {
    return new ReplicaSettings(
        Latency.constant(Duration.ofMillis(1)),
        0,
        new ReplicaSettings.Log(retention.toNanos(), fileBytes),
        new ReplicaSettings.Connection(5 * SimTime.SECOND, 10 * SimTime.SECOND, 2 * SimTime.SECOND),
        autoPosition,
        10 * SimTime.SECOND);
  }

  NodeId id(int server) {
    return members.get(server);
  }

  MysqlNode node(int server) {
    return servers.get(server).node;
  }

  /** Sets a server's clock ahead, or back. */
  void step(int server, Duration by) {
    servers.get(server).clock.step(queue.nowNanos(), by.toNanos());
  }

  ReplicaStatus status(int server) {
    return node(server).status(queue.nowNanos());
  }

  void order(int server, ReplicaOrder order) {
    step(id(server), new ReplicaInput.Ordered(order));
  }

  /** Writes, and waits a moment. */
  ClientResponse put(int server, String key, String value) {
    long request = ask(server, new Operation.Put(key, value), "");
    run(Duration.ofMillis(1));
    return answer(request);
  }

  long ask(int server, Operation operation, String context) {
    step(
        id(server),
        new ReplicaInput.Asked(CLIENT, new ClientRequest(++requests, operation, context, 100)));
    return requests;
  }

  void cancel(int server, long request) {
    step(id(server), new ReplicaInput.Cancelled(CLIENT, request));
  }

  ClientResponse get(int server, String key) {
    return answer(ask(server, new Operation.Get(key, Consistency.ONE), ""));
  }

  boolean isAnswered(long request) {
    return answers.stream().anyMatch(each -> each.id() == request);
  }

  ClientResponse answer(long request) {
    return answers.stream().filter(each -> each.id() == request).findFirst().orElseThrow();
  }

  void run(Duration time) {
    long end = queue.nowNanos() + time.toNanos();
    while (queue.nextDueNanos() <= end) {
      queue.runNext();
    }
    queue.schedule(end, payload -> {}, null);
    while (queue.nextDueNanos() <= end) {
      queue.runNext();
    }
  }

  /** Nothing gets to or from a server, and nobody is told. */
  void cut(int server) {
    cutOff.add(id(server));
  }

  void mend() {
    cutOff.clear();
  }

  void freezeDisk(int server) {
    frozenDisks.add(id(server));
  }

  /** Power fails; what was not synced is gone. */
  void crash(int server) {
    NodeId id = id(server);
    Server crashed = servers.get(server);
    crashed.life++;
    crashed.node = crashed.node.afterCrash(crashed.durable);
    frozenDisks.remove(id);
    members.stream()
        .filter(other -> !other.equals(id))
        .forEach(other -> step(other, new ReplicaInput.Disconnected(id)));
    step(id, new ReplicaInput.Started());
  }

  <E extends ReplicaEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Server server(NodeId id) {
    return servers.get(id.index());
  }

  private void step(NodeId id, ReplicaInput input) {
    for (ReplicaEffect effect : server(id).node.on(queue.nowNanos(), input)) {
      perform(id, effect);
    }
  }

  private void perform(NodeId id, ReplicaEffect effect) {
    if (effect instanceof ReplicaEffect.Send send) {
      boolean isCut = cutOff.contains(id) || cutOff.contains(send.to());
      if (!isCut) {
        later(LINK_NANOS, send.to(), new ReplicaInput.Received(id, send.message()));
      }
    } else if (effect instanceof ReplicaEffect.Respond respond) {
      answers.add(respond.response());
    } else if (effect instanceof ReplicaEffect.Append append && !frozenDisks.contains(id)) {
      int life = server(id).life;
      queue.schedule(
          queue.nowNanos() + DISK_NANOS, payload -> persisted(id, life, append.index()), null);
    } else if (effect instanceof ReplicaEffect.SetTimer timer) {
      long due = server(id).clock.virtualDelay(queue.nowNanos(), timer.localNanos());
      later(due, id, new ReplicaInput.TimerFired(timer.timer()));
    } else if (effect instanceof ReplicaEffect.Note note) {
      events.add(note.event());
    }
  }

  private void persisted(NodeId id, int life, long index) {
    if (server(id).life == life) {
      server(id).durable = index;
      step(id, new ReplicaInput.Persisted(index));
    }
  }

  private void later(long delayNanos, NodeId id, ReplicaInput input) {
    int life = server(id).life;
    queue.schedule(
        queue.nowNanos() + delayNanos,
        payload -> {
          if (server(id).life == life) {
            step(id, input);
          }
        },
        null);
  }
}
