package dev.skew.kernel.pekko;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * An actor that keeps what it is told, with the virtual time of each message. Asking it never
 * waits: let time run first.
 */
public final class VirtualProbe<T> {

  private final List<Received<T>> received = new ArrayList<>();
  private final ActorRef<T> ref;

  /** A message and when it came. */
  public record Received<T>(Duration at, T message) {}

  private VirtualProbe(VirtualActorSystem system, String name) {
    this.ref =
        system.spawn(
            Behaviors.receiveMessage(
                message -> {
                  received.add(new Received<>(Duration.ofNanos(system.nowNanos()), message));
                  return Behaviors.same();
                }),
            name);
  }

  static <T> VirtualProbe<T> start(VirtualActorSystem system, String name) {
    return new VirtualProbe<>(system, name);
  }

  public ActorRef<T> ref() {
    return ref;
  }

  /** All messages so far with their times, oldest first. */
  public List<Received<T>> received() {
    return List.copyOf(received);
  }

  /** All messages so far, oldest first. */
  public List<T> messages() {
    return received.stream().map(Received::message).toList();
  }

  /** Forgets what came so far. */
  public void clear() {
    received.clear();
  }
}
