package dev.skew.world.network;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Nodes that write down what the network tells them. */
public final class TestNetwork {

  public static final Region HERE = new Region("here");

  /** A numbered message. */
  public record Numbered(long number, int sizeBytes) implements WireMessage {
    @Override
    public String kind() {
      return "numbered";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("number", number);
    }
  }

  /** What a node was told. */
  public record News(long atNanos, String what, NodeId peer, Channel channel, long number) {
    double atMillis() {
      return atNanos / 1e6;
    }
  }

  public final EventQueue queue = new EventQueue();
  public final Trace trace = new Trace(queue);
  public final VirtualNetwork network;
  public final List<NodeId> nodes;
  public final List<TraceEvent> events = new ArrayList<>();
  private final List<List<News>> news = new ArrayList<>();
  private long eventsRun;

  public TestNetwork(long seed, int size, LinkProfile profile) {
    network = new VirtualNetwork(queue, trace, new Seed(seed), profile);
    nodes = IntStream.range(0, size).mapToObj(i -> new NodeId(i, "n" + i)).toList();
    trace.listen((at, event) -> events.add(event));
    for (NodeId node : nodes) {
      List<News> heard = new ArrayList<>();
      news.add(heard);
      network.attach(node, HERE, new Diary(queue, heard));
    }
  }

  static TestNetwork withLatency(int size, Duration latency) {
    return new TestNetwork(1, size, LinkProfile.constant(latency));
  }

  NodeId node(int index) {
    return nodes.get(index);
  }

  public void send(int from, int to, Channel channel, long number) {
    network.send(node(from), node(to), channel, new Numbered(number, 100));
  }

  void connect(int from, int to, Channel channel) {
    network.connect(node(from), node(to), channel);
  }

  public void at(long nanos, Runnable action) {
    queue.schedule(nanos, ignored -> action.run(), null);
  }

  /** Runs until nothing is due before that instant, and moves time there. */
  public void runUntil(long nanos) {
    while (queue.nextDueNanos() < nanos) {
      queue.runNext();
      eventsRun++;
    }
    queue.advanceTo(nanos);
  }

  void runFor(long nanos) {
    runUntil(queue.nowNanos() + nanos);
  }

  /** Runs until nothing is left, or for an hour. */
  public void drain() {
    long end = queue.nowNanos() + 60 * SimTime.MINUTE;
    while (queue.nextDueNanos() < end) {
      queue.runNext();
      eventsRun++;
    }
  }

  long eventsRun() {
    return eventsRun;
  }

  public List<News> news(int node) {
    return news.get(node);
  }

  public List<News> news(int node, String what) {
    return news.get(node).stream().filter(item -> item.what().equals(what)).toList();
  }

  /** The numbers of the messages that a node received, in order. */
  public List<Long> received(int node) {
    return news(node, "message").stream().map(News::number).toList();
  }

  public LinkCounters counters(int from, int to) {
    return network.counters(node(from), node(to));
  }

  <E extends TraceEvent> void forEach(Class<E> type, Consumer<E> action) {
    events.stream().filter(type::isInstance).map(type::cast).forEach(action);
  }

  <E extends TraceEvent> long count(Class<E> type) {
    return events.stream().filter(type::isInstance).count();
  }

  private record Diary(EventQueue queue, List<News> heard) implements Endpoint {

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      add("message", from, channel, ((Numbered) message).number());
    }

    @Override
    public void onConnect(NodeId peer, Channel channel) {
      add("connect", peer, channel, -1);
    }

    @Override
    public void onDisconnect(NodeId peer, Channel channel) {
      add("disconnect", peer, channel, -1);
    }

    @Override
    public void onUnreachable(NodeId peer, Channel channel, WireMessage message) {
      add("unreachable", peer, channel, ((Numbered) message).number());
    }

    @Override
    public void onCorrupted(NodeId from, Channel channel, WireMessage message) {
      add("corrupted", from, channel, ((Numbered) message).number());
    }

    private void add(String what, NodeId peer, Channel channel, long number) {
      heard.add(new News(queue.nowNanos(), what, peer, channel, number));
    }
  }
}
