package dev.skew.world.workload;

import dev.skew.kernel.EventTarget;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.topology.NodeId;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A client process with all of its sessions: a shell around {@link ClientDriver}. */
public final class ClientActor extends AbstractBehavior<ClientActor.Command> {

  /** What a client can be told. */
  public sealed interface Command {}

  /** A node's answer, delivered by the network. */
  public record Deliver(NodeId from, ClientResponse response) implements Command {}

  /** Puts load on the store, from now on. */
  public record Start() implements Command {}

  /** Begins nothing more; what is under way runs to its end. */
  public record Stop() implements Command {}

  /**
   * Multiplies the load that the profile gives.
   *
   * @param factor 1 restores the profile's load
   */
  public record ScaleLoad(double factor) implements Command {

    public ScaleLoad {
      if (!(factor > 0 && factor <= 1_000)) {
        throw new IllegalArgumentException("load factor must lie in (0, 1000], got " + factor);
      }
    }
  }

  private record Begin(int session) implements Command {}

  private record GiveUp(long requestId) implements Command {}

  private record Retry(PendingOperation operation) implements Command {}

  public static Behavior<Command> create(ClientSetup setup) {
    return Behaviors.setup(context -> new ClientActor(context, setup));
  }

  private final ClientDriver driver;

  private ClientActor(ActorContext<Command> context, ClientSetup setup) {
    super(context);
    this.driver = new ClientDriver(setup, new QueueTimers(context.getSelf(), setup));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(GiveUp.class, this::onGiveUp)
        .onMessage(Retry.class, this::onRetry)
        .onMessage(Start.class, this::onStart)
        .onMessage(Stop.class, this::onStop)
        .onMessage(ScaleLoad.class, this::onScaleLoad)
        .build();
  }

  private Behavior<Command> onDeliver(Deliver message) {
    driver.onResponse(message.response());
    return this;
  }

  private Behavior<Command> onBegin(Begin message) {
    driver.onBegin(message.session());
    return this;
  }

  private Behavior<Command> onGiveUp(GiveUp message) {
    driver.onGiveUp(message.requestId());
    return this;
  }

  private Behavior<Command> onRetry(Retry message) {
    driver.onRetry(message.operation());
    return this;
  }

  private Behavior<Command> onStart(Start message) {
    driver.start();
    return this;
  }

  private Behavior<Command> onStop(Stop message) {
    driver.stop();
    return this;
  }

  private Behavior<Command> onScaleLoad(ScaleLoad message) {
    driver.scaleLoad(message.factor());
    return this;
  }

  /** Timers kept in the event queue itself: two per operation are too many for an actor's own. */
  private static final class QueueTimers implements ClientTimers {

    private final ClientSetup setup;
    private final EventTarget self;

    QueueTimers(ActorRef<Command> client, ClientSetup setup) {
      this.setup = setup;
      this.self =
          payload -> {
            if (payload instanceof Command command) {
              client.tell(command);
            }
          };
    }

    @Override
    public long nowNanos() {
      return setup.queue().nowNanos();
    }

    @Override
    public long beginAt(long dueNanos, int session) {
      return setup.queue().schedule(dueNanos, self, new Begin(session));
    }

    @Override
    public long giveUpAt(long dueNanos, long requestId) {
      return setup.queue().schedule(dueNanos, self, new GiveUp(requestId));
    }

    @Override
    public long retryAt(long dueNanos, PendingOperation operation) {
      return setup.queue().schedule(dueNanos, self, new Retry(operation));
    }

    @Override
    public void cancel(long handle) {
      setup.queue().cancel(handle);
    }
  }
}
