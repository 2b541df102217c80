package dev.skew.world.workload;

import dev.skew.kernel.EventTarget;
import dev.skew.kernel.pekko.VirtualActorSystem;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.topology.NodeId;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A client process with all of its sessions: a shell around {@link ClientDriver}. */
public final class ClientActor {

  /** What a client can be told. */
  public sealed interface Command {}

  /** A node's answer, delivered by the network. */
  public record Deliver(NodeId from, ClientResponse response) implements Command {}

  /** Puts load on the store, from now on. */
  public record Start() implements Command {}

  /** Begins nothing more; what is under way runs to its end. */
  public record Stop() implements Command {}

  /** Begins nothing while it is on, and goes on as its starts and stops say when it is off. */
  public record Silence(boolean on) implements Command {}

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

  /**
   * Multiplies the time-out of every attempt that begins from now on.
   *
   * @param factor 1 restores the profile's time-out
   */
  public record StretchTimeouts(double factor) implements Command {

    public StretchTimeouts {
      if (!(factor >= 1)) {
        throw new IllegalArgumentException("time-out factor must be at least 1, got " + factor);
      }
    }
  }

  private record Begin(int session) implements Command {}

  private record GiveUp(long requestId) implements Command {}

  private record Retry(PendingOperation operation) implements Command {}

  public static Behavior<Command> create(ClientSetup setup, VirtualActorSystem actors) {
    return Behaviors.setup(
        context -> {
          ClientDriver driver =
              new ClientDriver(setup, new QueueTimers(setup, actors.target(context.getSelf())));
          return Behaviors.receiveMessage(command -> onCommand(driver, command));
        });
  }

  private ClientActor() {}

  private static Behavior<Command> onCommand(ClientDriver driver, Command command) {
    if (command instanceof Deliver message) {
      driver.onResponse(message.response());
    } else if (command instanceof Begin message) {
      driver.onBegin(message.session());
    } else if (command instanceof GiveUp message) {
      driver.onGiveUp(message.requestId());
    } else if (command instanceof Retry message) {
      driver.onRetry(message.operation());
    } else if (command instanceof Start) {
      driver.start();
    } else if (command instanceof Stop) {
      driver.stop();
    } else if (command instanceof Silence message) {
      driver.silence(message.on());
    } else if (command instanceof ScaleLoad message) {
      driver.scaleLoad(message.factor());
    } else if (command instanceof StretchTimeouts message) {
      driver.stretchTimeouts(message.factor());
    } else {
      throw new AssertionError("no client understands " + command);
    }
    return Behaviors.same();
  }

  /** Timers kept in the event queue itself: two per operation are too many for an actor's own. */
  private record QueueTimers(ClientSetup setup, EventTarget self) implements ClientTimers {

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
