package dev.skew.kernel.pekko;

import static dev.skew.kernel.Checks.check;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorContext;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.LocalActorRef;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.internal.adapter.ActorRefFactoryAdapter;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.event.Logging;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;

/**
 * One Pekko Typed actor system in virtual time, without a thread of its own: it runs while one of
 * its run methods is being called, on the calling thread, and that thread owns it from then on.
 *
 * <p>A failure that nobody in the system answers for ends the run: the run method throws {@link
 * RunFailedException}, and so does every later one.
 */
public final class VirtualActorSystem implements AutoCloseable {

  private static final Config SETTINGS = settings();

  private final EventQueue queue;
  private final VirtualExecutor executor;
  private final ThreadRandom threadRandom;
  private final ActorSystem<Void> system;
  private final ActorContext guardian;
  private boolean halted;

  private VirtualActorSystem(EventQueue queue, Trace trace, Options options) {
    this.queue = queue;
    this.threadRandom = new ThreadRandom(options.seed().fork("actors", options.name()).value());
    this.executor =
        new VirtualExecutor(
            queue,
            trace,
            options.tracesMessages(),
            new RestartDelays(
                options.seed().fork("restarts", options.name()).random(), threadRandom));
    AtomicReference<@Nullable ActorContext> started = new AtomicReference<>();
    threadRandom.enter();
    try {
      this.system = start(options, executor, started);
      executor.drain();
    } finally {
      threadRandom.leave();
    }
    executor.throwIfFailed();
    this.guardian = Objects.requireNonNull(started.get(), "the guardian did not start");
    listenToErrors();
  }

  /** A system whose own draws (of actor uids, of restart delays) follow from its name alone. */
  public static VirtualActorSystem create(EventQueue queue, Trace trace, String name) {
    return create(queue, trace, Options.named(name));
  }

  /** Starts a system; starting takes no virtual time and leaves nothing in the trace. */
  public static VirtualActorSystem create(EventQueue queue, Trace trace, Options options) {
    return new VirtualActorSystem(queue, trace, options);
  }

  /**
   * Starts an actor below {@code /user}; allowed at any time, also from within a run. It does its
   * first step when the tasks before it are done.
   */
  public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    executor.checkThread(behavior);
    if (executor.isActive()) {
      return spawnBelowGuardian(behavior, name);
    }
    threadRandom.enter();
    try {
      return spawnBelowGuardian(behavior, name);
    } finally {
      threadRandom.leave();
    }
  }

  /** Where to schedule what an actor shall be told: the payload of the event is the message. */
  public EventTarget target(ActorRef<?> ref) {
    org.apache.pekko.actor.ActorRef classic = Adapter.toClassic(ref);
    org.apache.pekko.actor.ActorRef noSender = system.classicSystem().deadLetters();
    if (classic instanceof LocalActorRef local) {
      return new ActorTarget(executor, local, noSender);
    }
    return payload -> classic.tell(payload, noSender);
  }

  /** Schedules an event, as {@link EventQueue#schedule} does, and refuses foreign threads. */
  public long schedule(long dueNanos, EventTarget target, @Nullable Object payload) {
    executor.checkThread(payload == null ? target : payload);
    return queue.schedule(dueNanos, target, payload);
  }

  /**
   * Runs every event due up to and including an instant, and moves time there.
   *
   * @return false when the run was halted before
   */
  public boolean runUntil(long nanos) {
    enter();
    try {
      executor.drain();
      while (!halted && !executor.hasFailed() && queue.nextDueNanos() <= nanos) {
        queue.runNext();
        executor.drain();
      }
    } catch (Throwable thrown) {
      executor.fail("an event's target failed: " + thrown, thrown);
    } finally {
      leave();
    }
    executor.throwIfFailed();
    if (halted) {
      return false;
    }
    queue.advanceTo(nanos);
    return true;
  }

  /**
   * Runs all that is ready, moves time to the next event and runs it with what it causes at that
   * instant.
   *
   * @return false when there was no event
   */
  public boolean runNext() {
    enter();
    boolean ran = false;
    try {
      executor.drain();
      if (!executor.hasFailed()) {
        ran = queue.runNext();
        executor.drain();
      }
    } catch (Throwable thrown) {
      executor.fail("an event's target failed: " + thrown, thrown);
    } finally {
      leave();
    }
    executor.throwIfFailed();
    return ran;
  }

  /**
   * Runs until nothing is due any more.
   *
   * @param limitNanos virtual time at which to give up
   * @return whether the system fell idle before the limit
   */
  public boolean runUntilIdle(long limitNanos) {
    while (!halted && runReady() && queue.nextDueNanos() <= limitNanos) {
      runNext();
    }
    return queue.isEmpty();
  }

  /** Runs what is ready at this instant, without moving time. */
  public boolean runReady() {
    enter();
    try {
      executor.drain();
    } finally {
      leave();
    }
    executor.throwIfFailed();
    return true;
  }

  /** Asks the run to end after the present event; for whoever watches and has seen enough. */
  public void halt() {
    halted = true;
  }

  public boolean isHalted() {
    return halted;
  }

  public long nowNanos() {
    return queue.nowNanos();
  }

  /** The typed actor system itself, for settings and extensions. */
  public ActorSystem<Void> system() {
    return system;
  }

  /**
   * Stops every actor at the present instant; nothing that happens in there is traced. A failure
   * that came after the last run, as a foreign thread may bring, is thrown here.
   */
  @Override
  public void close() {
    if (executor.isClosing()) {
      return;
    }
    enterUnchecked();
    executor.becomeClosing();
    try {
      system.terminate();
      executor.drain();
    } finally {
      leave();
    }
    executor.throwIfUntold();
  }

  /**
   * As a typed guardian spawns, which works only inside its own steps. {@link Adapter#spawn} would
   * wrap the behavior in a supervisor of its own, which hides failures and costs a tenth of a hop.
   */
  private <T> ActorRef<T> spawnBelowGuardian(Behavior<T> behavior, String name) {
    return ActorRefFactoryAdapter.spawn(guardian, behavior, name, Props.empty(), true);
  }

  private void enter() {
    check(!executor.isClosing(), "the virtual actor system is closed");
    executor.throwIfFailed();
    enterUnchecked();
  }

  private void enterUnchecked() {
    executor.enter();
    threadRandom.enter();
  }

  private void leave() {
    threadRandom.leave();
    executor.leave();
  }

  private static ActorSystem<Void> start(
      Options options, VirtualExecutor executor, AtomicReference<@Nullable ActorContext> started) {
    Behavior<Void> guardian =
        Behaviors.setup(
            context -> {
              started.set(((ActorCell) Adapter.toClassic(context)));
              return Behaviors.empty();
            });
    BootstrapSetup setup = BootstrapSetup.create(SETTINGS).withDefaultExecutionContext(executor);
    return ActorSystem.create(guardian, options.name(), ActorSystemSetup.create(setup));
  }

  /** Pekko publishes what it swallows (in tasks, in PostStop, in sends); here it ends the run. */
  private void listenToErrors() {
    org.apache.pekko.actor.ActorRef listener =
        ((ActorCell) guardian)
            .addFunctionRef(
                (sender, message) -> {
                  if (message instanceof Logging.Error error) {
                    executor.fail(error.logSource() + ": " + error.message(), error.cause());
                  }
                  return BoxedUnit.UNIT;
                },
                "errors");
    system.classicSystem().eventStream().subscribe(listener, Logging.Error.class);
  }

  private static Config settings() {
    String dispatcher =
        "{ type = \"" + VirtualDispatcherConfigurator.class.getName() + "\", throughput = 1 }";
    return ConfigFactory.parseString(
            String.join(
                "\n",
                "pekko.scheduler.implementation = \"" + VirtualTimeScheduler.class.getName() + '"',
                "pekko.actor.default-dispatcher = " + dispatcher,
                "pekko.actor.internal-dispatcher = " + dispatcher,
                "pekko.actor.default-blocking-io-dispatcher = " + dispatcher,
                "pekko.actor.default-mailbox.mailbox-type = \""
                    + VirtualMailbox.class.getName()
                    + '"',
                "pekko.actor.typed.default-mailbox.mailbox-type = \""
                    + VirtualMailbox.class.getName()
                    + '"',
                // A logger of its own would be awaited at the start, by the thread that runs it.
                "pekko.loggers = [\"org.apache.pekko.event.Logging$StandardOutLogger\"]",
                "pekko.loggers-dispatcher = pekko.actor.internal-dispatcher",
                "pekko.use-slf4j = off",
                "pekko.loglevel = WARNING",
                "pekko.stdout-loglevel = OFF",
                "pekko.log-dead-letters = off",
                "pekko.log-dead-letters-during-shutdown = off",
                "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off",
                "pekko.coordinated-shutdown.run-by-actor-system-terminate = off",
                "pekko.jvm-shutdown-hooks = off",
                // Started eagerly otherwise; VirtualDispatcher says why there is none.
                "pekko.actor.typed.library-extensions = []"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /**
   * What a system may be given beside its name.
   *
   * @param name of the actor system: letters, digits, {@code -} and {@code _}
   * @param seed what Pekko itself draws follows from it
   * @param tracesMessages whether every message that actors tell each other is put in the trace
   */
  public record Options(String name, Seed seed, boolean tracesMessages) {

    public static Options named(String name) {
      return new Options(name, new Seed(0), false);
    }

    public Options withSeed(Seed seed) {
      return new Options(name, seed, tracesMessages);
    }

    public Options tracingMessages() {
      return new Options(name, seed, true);
    }
  }
}
