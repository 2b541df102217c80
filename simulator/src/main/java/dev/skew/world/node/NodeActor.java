package dev.skew.world.node;

import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.topology.NodeId;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A machine with one server process on it: a shell around {@link Machine}. */
public final class NodeActor {

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

  /**
   * The process is asked to end (SIGTERM). It ends in its own time, and its supervisor starts it
   * again then.
   *
   * @param restartNanos from its end to its start
   */
  public record Terminate(long restartNanos) implements Command {}

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
    return Behaviors.setup(
        context -> {
          Machine machine = new Machine(setup, setup.actors().target(context.getSelf()));
          return Behaviors.receiveMessage(command -> onCommand(machine, command));
        });
  }

  private NodeActor() {}

  /** The commonest first: a list of matchers, searched anew for each message, costs more. */
  private static Behavior<Command> onCommand(Machine machine, Command command) {
    if (command instanceof Deliver
        || command instanceof TimerFired
        || command instanceof DiskDone
        || command instanceof Disconnected
        || command instanceof Unreachable) {
      machine.admit(command);
    } else if (command == Processor.FREE) {
      machine.serveNext();
    } else {
      onOrder(machine, command);
    }
    return Behaviors.same();
  }

  /** What operators and faults do to a machine. */
  private static void onOrder(Machine machine, Command order) {
    if (order instanceof Booted booted) {
      machine.booted(booted.life());
    } else if (order instanceof Start) {
      machine.start();
    } else if (order instanceof Crash crash) {
      machine.crash(crash.powerLost(), crash.torn());
    } else if (order instanceof Terminate) {
      machine.admit(order); // a frozen process hears of it when it goes on
    } else if (order instanceof Pause) {
      machine.pause();
    } else if (order instanceof Resume) {
      machine.resume();
    } else if (order instanceof SlowDown slow) {
      machine.slowDown(slow.factor());
    } else {
      throw new AssertionError("no machine understands " + order);
    }
  }
}
