package dev.skew.world.node;

import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A machine with one server process on it: a shell around {@link Machine}. */
public final class NodeActor extends AbstractBehavior<NodeActor.Command> {

  /** What a machine can be told. */
  public sealed interface Command {}

  /** A message arrived from the network. */
  public record Deliver(NodeId from, Channel channel, WireMessage message) implements Command {}

  /** The connection from or to a peer broke. */
  public record Disconnected(NodeId peer, Channel channel) implements Command {}

  /** A message to a peer found no connection and was given up. */
  public record Unreachable(NodeId peer, Channel channel) implements Command {}

  /** Starts the process, at the beginning or after a crash. */
  public record Start() implements Command {}

  /**
   * The process is killed.
   *
   * @param powerLost whether the machine loses power with it, and what its disk has not synced
   * @param torn whether the last record lies half written then
   */
  public record Crash(boolean powerLost, boolean torn) implements Command {}

  /** The process is frozen (SIGSTOP, a long collection): its timers and messages wait. */
  public record Pause() implements Command {}

  /** A frozen process goes on. */
  public record Resume() implements Command {}

  /**
   * Everything the process does takes so many times as long.
   *
   * @param factor 1 is healthy
   */
  public record SlowDown(double factor) implements Command {}

  record TimerFired(int life, Object token) implements Command {}

  record DiskDone(int life, Object token) implements Command {}

  /** The process has been loaded and has read its disk. */
  record Booted(int life) implements Command {}

  enum Processor implements Command {
    /** The processor is free for the next message of its queue. */
    FREE
  }

  public static Behavior<Command> create(MachineSetup setup) {
    return Behaviors.setup(context -> new NodeActor(context, setup));
  }

  private final Machine machine;

  private NodeActor(ActorContext<Command> context, MachineSetup setup) {
    super(context);
    this.machine = new Machine(setup, setup.actors().target(context.getSelf()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onWork)
        .onMessage(TimerFired.class, this::onWork)
        .onMessage(DiskDone.class, this::onWork)
        .onMessage(Disconnected.class, this::onWork)
        .onMessage(Unreachable.class, this::onWork)
        .onMessageEquals(Processor.FREE, this::onFree)
        .onMessage(Booted.class, this::onBooted)
        .onMessage(Start.class, this::onStart)
        .onMessage(Crash.class, this::onCrash)
        .onMessage(Pause.class, this::onPause)
        .onMessage(Resume.class, this::onResume)
        .onMessage(SlowDown.class, this::onSlowDown)
        .build();
  }

  private Behavior<Command> onWork(Command work) {
    machine.admit(work);
    return this;
  }

  private Behavior<Command> onFree() {
    machine.serveNext();
    return this;
  }

  private Behavior<Command> onBooted(Booted message) {
    machine.booted(message.life());
    return this;
  }

  private Behavior<Command> onStart(Start message) {
    machine.start();
    return this;
  }

  private Behavior<Command> onCrash(Crash message) {
    machine.crash(message.powerLost(), message.torn());
    return this;
  }

  private Behavior<Command> onPause(Pause message) {
    machine.pause();
    return this;
  }

  private Behavior<Command> onResume(Resume message) {
    machine.resume();
    return this;
  }

  private Behavior<Command> onSlowDown(SlowDown message) {
    machine.slowDown(message.factor());
    return this;
  }
}
