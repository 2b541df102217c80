package dev.skew.kernel;

import org.jspecify.annotations.Nullable;

/** Whoever an event of the queue is for. */
@FunctionalInterface
public interface EventTarget {

  /** Handles an event at {@link EventQueue#nowNanos()}; {@code payload} is what was scheduled. */
  void onEvent(@Nullable Object payload);
}
