package dev.skew.kernel.pekko;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes {@link ThreadLocalRandom} repeat inside a run. Pekko draws from it the uid of every actor,
 * by whose hash watchers and children are ordered; there is no setting to replace it. The state of
 * the thread is put back after the run.
 */
final class ThreadRandom {

  private static final Access ACCESS = Access.open();

  private long state;
  private long outside;

  ThreadRandom(long seed) {
    this.state = seed;
  }

  void enter() {
    ThreadLocalRandom.current();
    outside = ACCESS.get(Thread.currentThread());
    ACCESS.put(Thread.currentThread(), state);
  }

  void leave() {
    state = ACCESS.get(Thread.currentThread());
    ACCESS.put(Thread.currentThread(), outside);
  }

  /** Goes on from another state, in the middle of a run. */
  void renew(long newState) {
    ACCESS.put(Thread.currentThread(), newState);
  }

  /** The field of {@link Thread} in which the generator keeps its state. */
  private record Access(MethodHandle reader, MethodHandle writer, long offset) {

    static Access open() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Field seed = Thread.class.getDeclaredField("threadLocalRandomSeed");
        MethodHandle offset =
            lookup.findVirtual(
                type, "objectFieldOffset", MethodType.methodType(long.class, Field.class));
        MethodHandle reader =
            lookup.findVirtual(
                type, "getLong", MethodType.methodType(long.class, Object.class, long.class));
        MethodHandle writer =
            lookup.findVirtual(
                type,
                "putLong",
                MethodType.methodType(void.class, Object.class, long.class, long.class));
        return new Access(
            reader.bindTo(unsafe), writer.bindTo(unsafe), (long) offset.invoke(unsafe, seed));
      } catch (Throwable refused) {
        throw new IllegalStateException(
            "this JVM hides the state of ThreadLocalRandom, which virtual time must seed;"
                + " JDK 17 to 25 give access to it through jdk.unsupported",
            refused);
      }
    }

    long get(Thread thread) {
      try {
        return (long) reader.invoke((Object) thread, offset);
      } catch (Throwable refused) {
        throw new IllegalStateException(refused);
      }
    }

    void put(Thread thread, long value) {
      try {
        writer.invoke((Object) thread, offset, value);
      } catch (Throwable refused) {
        throw new IllegalStateException(refused);
      }
    }
  }
}
