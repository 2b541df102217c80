package dev.skew.kernel.pekko;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.RandomSource;
import dev.skew.kernel.Seed;
import dev.skew.kernel.Trace;
import java.time.Duration;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives each JUnit test an actor system in virtual time: an hour passes in a moment, and the same
 * seed gives the same history every time. Register it in a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * final VirtualTimeExtension time = VirtualTimeExtension.withSeed(42);
 * }</pre>
 *
 * <p>A failure that no actor answers for fails the test, with its virtual time and its actor.
 */
public final class VirtualTimeExtension
    implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {

  private final Seed seed;
  private @Nullable World world;

  /** What one test has. */
  private record World(EventQueue queue, Trace trace, VirtualActorSystem system) {}

  /** Goes with a failed test, so that it can be had again. */
  private static final class Circumstances extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Circumstances(String message) {
      super(message, null, false, false);
    }
  }

  private VirtualTimeExtension(Seed seed) {
    this.seed = seed;
  }

  /** An extension whose tests all begin with this seed. */
  public static VirtualTimeExtension withSeed(long seed) {
    return new VirtualTimeExtension(new Seed(seed));
  }

  // ---- what a test does

  /** Starts an actor below {@code /user}; it does its first step when time next runs. */
  public <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return world().system().spawn(behavior, name);
  }

  /** Starts an actor that keeps what it is told. */
  public <T> VirtualProbe<T> probe(String name) {
    return VirtualProbe.start(world().system(), name);
  }

  /** Lets virtual time pass; everything due meanwhile happens, in order. */
  public void runFor(Duration duration) {
    World present = world();
    present.system().runUntil(Math.addExact(present.queue().nowNanos(), duration.toNanos()));
  }

  /** Lets everything happen that is due at this instant. */
  public void runReady() {
    world().system().runReady();
  }

  /** Virtual time since the test began. */
  public Duration now() {
    return Duration.ofNanos(world().queue().nowNanos());
  }

  /** A stream of chance of its own for each purpose; follows from the seed. */
  public RandomSource random(String purpose) {
    return seed.fork("test", purpose).random();
  }

  /** Every message and timer so far, folded into sixteen digits. */
  public String traceHash() {
    return world().trace().hash();
  }

  /** The actor system itself, for settings and extensions. */
  public ActorSystem<Void> system() {
    return world().system().system();
  }

  // ---- what JUnit calls

  @Override
  public void beforeEach(ExtensionContext context) {
    EventQueue queue = new EventQueue();
    Trace trace = new Trace(queue);
    VirtualActorSystem.Options options =
        VirtualActorSystem.Options.named("test").withSeed(seed).tracingMessages();
    world = new World(queue, trace, VirtualActorSystem.create(queue, trace, options));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    World present = world;
    world = null;
    if (present != null) {
      present.system().close();
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    thrown.addSuppressed(new Circumstances("seed " + seed.value() + ", virtual time " + now()));
    throw thrown;
  }

  private World world() {
    return Objects.requireNonNull(world, "virtual time runs inside a test only");
  }
}
