package dev.skew.kernel.pekko;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** Tells an actor one message of every kind that its protocol has. */
public final class CommandWalk {

  private CommandWalk() {}

  /**
   * Tells one message of each kind that a sealed protocol permits, and runs what is ready.
   *
   * @param values what to fill components of types that are not primitive with
   * @return the kinds that the actor did not handle, by name
   */
  public static <T> List<String> unhandled(
      VirtualActorSystem system, ActorRef<T> actor, Class<T> protocol, Map<Class<?>, ?> values)
      throws ReflectiveOperationException {
    VirtualProbe<Object> unhandled = VirtualProbe.start(system, "unhandled");
    Adapter.toClassic(system.system())
        .eventStream()
        .subscribe(Adapter.toClassic(unhandled.ref()), UnhandledMessage.class);
    for (Class<?> kind : kindsOf(protocol)) {
      actor.tell(protocol.cast(sampleOf(kind, values)));
      system.runReady();
    }
    return unhandled.messages().stream()
        .map(message -> ((UnhandledMessage) message).message().getClass().getSimpleName())
        .toList();
  }

  /** The records and enums below a sealed type. */
  public static List<Class<?>> kindsOf(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    List<Class<?>> kinds = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      kinds.addAll(kindsOf(permitted));
    }
    return kinds;
  }

  private static Object sampleOf(Class<?> kind, Map<Class<?>, ?> values)
      throws ReflectiveOperationException {
    if (kind.isEnum()) {
      return kind.getEnumConstants()[0];
    }
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = valueOf(types[i], values);
    }
    Constructor<?> constructor = kind.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(arguments);
  }

  private static Object valueOf(Class<?> type, Map<Class<?>, ?> values) {
    if (type == boolean.class) {
      return true;
    }
    if (type == int.class) {
      return 0;
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == double.class) {
      return 1.0;
    }
    Object value = values.get(type);
    if (value == null) {
      throw new AssertionError("the test has no value of " + type);
    }
    return value;
  }
}
