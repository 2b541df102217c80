package dev.skew.benchmarks;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import dev.skew.kernel.TraceFields;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.LinkProfile;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The full path: actors on machines, a timer for what the sender waits, then a datagram over a link
 * that takes the last nanosecond, which is counted, traced and hashed. Two events and two actor
 * steps a hop.
 */
final class SkewNetwork implements HopCompetitor {

  private static final Duration LINK_LATENCY = Duration.ofNanos(1);

  /** What an entity may find in its mailbox. */
  private sealed interface Command {}

  /** The wait is over: send. */
  private record Leave(NodeId to) implements Command {}

  private enum Arrived implements Command {
    HERE
  }

  private record Hop() implements WireMessage {

    static final Hop INSTANCE = new Hop();

    @Override
    public String kind() {
      return "hop";
    }

    @Override
    public int sizeBytes() {
      return 64;
    }

    @Override
    public void describe(TraceFields fields) {
      // There is nothing that tells one hop from another.
    }
  }

  private final EventQueue queue = new EventQueue();
  private final Trace trace = new Trace(queue);
  private final VirtualNetwork network =
      new VirtualNetwork(queue, trace, new Seed(42), LinkProfile.constant(LINK_LATENCY));
  private final EventTarget[] targets = new EventTarget[HopWork.ENTITIES];
  private final List<Leave> departures = new ArrayList<>();

  @Override
  public void run(HopWork work) {
    try (VirtualActorSystem system = VirtualActorSystem.create(queue, trace, "benchmark")) {
      Region region = new Region("local");
      for (int entity = 0; entity < targets.length; entity++) {
        NodeId id = new NodeId(entity, "e" + entity);
        departures.add(new Leave(id));
        targets[entity] = system.target(system.spawn(entity(system, work, id), id.name()));
        network.attach(id, region, new Port(targets[entity]));
      }
      for (int i = 0; i < work.pending(); i++) {
        send(i % HopWork.ENTITIES, work);
      }
      system.runUntil(Long.MAX_VALUE - 1);
    }
  }

  private record Port(EventTarget entity) implements Endpoint {

    @Override
    public void onMessage(NodeId from, Channel channel, WireMessage message) {
      entity.onEvent(Arrived.HERE);
    }
  }

  private Behavior<Command> entity(VirtualActorSystem system, HopWork work, NodeId self) {
    return Behaviors.receiveMessage(
        command -> {
          if (command instanceof Leave leave) {
            network.send(self, leave.to(), Channel.GOSSIP, Hop.INSTANCE);
          } else if (work.deliver(queue.nowNanos(), self.index())) {
            send(self.index(), work);
          } else {
            system.halt();
          }
          return Behaviors.same();
        });
  }

  /** What an entity would send to itself leaves from its neighbour: it shall cross a link too. */
  private void send(int entity, HopWork work) {
    Leave departure = departures.get(work.drawEntity());
    int from = departure.to().index() == entity ? (entity + 1) % HopWork.ENTITIES : entity;
    long waitNanos = work.drawDelay() - LINK_LATENCY.toNanos();
    queue.schedule(queue.nowNanos() + waitNanos, targets[from], departure);
  }
}
