package dev.skew.kernel.pekko;

import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.internal.AbstractSupervisor;
import org.apache.pekko.actor.typed.internal.InterceptorImpl;
import org.apache.pekko.actor.typed.internal.RestartSupervisor;
import org.apache.pekko.actor.typed.internal.ResumeSupervisor;
import org.apache.pekko.actor.typed.internal.UnstashException;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Looks at how actors are supervised, since Pekko tells nobody: refuses what would make a run
 * depend on the machine, and sees to it that no supervisor restarts a broken invariant away.
 */
final class Supervision {

  private final VirtualExecutor executor;

  Supervision(VirtualExecutor executor) {
    this.executor = executor;
  }

  /**
   * Looks at the behavior that an actor has before its next message.
   *
   * @return the behavior that it has now: the same, or one with a guard in it
   */
  Behavior<?> inspect(ActorCell cell, ActorAdapter<?> adapter) {
    return adapter.currentBehavior() instanceof InterceptorImpl<?, ?> layers
        ? inspect(cell, adapter, layers)
        : adapter.currentBehavior();
  }

  private <T> Behavior<?> inspect(
      ActorCell cell, ActorAdapter<T> adapter, InterceptorImpl<?, ?> layers) {
    @Nullable InterceptorImpl<?, ?> hiding = null;
    Behavior<?> layer = layers;
    while (layer instanceof InterceptorImpl<?, ?> intercepted) {
      BehaviorInterceptor<?, ?> interceptor = intercepted.interceptor();
      if (interceptor instanceof RestartSupervisor<?, ?> supervisor) {
        refuseWindow(cell, supervisor);
      }
      if (hidesInvariants(interceptor)) {
        hiding = intercepted;
      } else if (interceptor instanceof Guard) {
        hiding = null;
      }
      layer = intercepted.nestedBehavior();
    }
    if (hiding != null) {
      @SuppressWarnings("unchecked") // interceptors pass on what they are told, whatever it is
      Behavior<T> guarded = (Behavior<T>) guarded(layers, hiding, new Guard(executor, cell));
      adapter.org$apache$pekko$actor$typed$internal$adapter$ActorAdapter$$behavior_$eq(guarded);
    }
    return adapter.currentBehavior();
  }

  /** Puts the guard right below the innermost supervisor that would hide what it is to see. */
  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  private static Behavior<?> guarded(
      InterceptorImpl<?, ?> layers, InterceptorImpl<?, ?> hiding, Guard guard) {
    InterceptorImpl<Object, Object> outer = (InterceptorImpl<Object, Object>) layers;
    Behavior<Object> nested =
        layers == hiding
            ? new InterceptorImpl<>(guard, outer.nestedBehavior())
            : (Behavior<Object>)
                guarded((InterceptorImpl<?, ?>) outer.nestedBehavior(), hiding, guard);
    return outer.replaceNested(nested);
  }

  /** Whoever stops an actor leaves its failure to the dispatcher, which knows what to do. */
  private static boolean hidesInvariants(BehaviorInterceptor<?, ?> interceptor) {
    return (interceptor instanceof RestartSupervisor || interceptor instanceof ResumeSupervisor)
        && ((AbstractSupervisor<?, ?>) interceptor)
            .isInstanceOfTheThrowableClass(new AssertionError("an example"));
  }

  /** Pekko measures the window by {@code System.nanoTime}: so many restarts of a slow machine. */
  private void refuseWindow(ActorCell cell, RestartSupervisor<?, ?> supervisor) {
    if (supervisor.org$apache$pekko$actor$typed$internal$RestartSupervisor$$strategy
            instanceof SupervisorStrategy.Restart restart
        && !restart.unlimitedRestarts()) {
      executor.fail(
          "actor " + Labels.ofPath(cell.self()) + " is restarted at most so often in a window",
          new UnsupportedOperationException(
              "withLimit("
                  + restart.maxRestarts()
                  + ", "
                  + restart.withinTimeRange()
                  + ") counts restarts by the machine's clock; use restartWithBackoff(min, max,"
                  + " randomFactor) with withMaxRestarts and withResetBackoffAfter, which count in"
                  + " virtual time"));
    }
  }

  /** Ends the run when an invariant breaks below it, whatever is done about it above. */
  private static final class Guard extends BehaviorInterceptor<Object, Object> {

    private final VirtualExecutor executor;
    private final ActorCell cell;

    Guard(VirtualExecutor executor, ActorCell cell) {
      super(Object.class);
      this.executor = executor;
      this.cell = cell;
    }

    @Override
    public Behavior<Object> aroundReceive(
        TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
      try {
        return target.apply(context, message);
      } catch (Throwable thrown) {
        note(thrown);
        throw thrown;
      }
    }

    @Override
    public Behavior<Object> aroundSignal(
        TypedActorContext<Object> context, Signal signal, SignalTarget<Object> target) {
      try {
        return target.apply(context, signal);
      } catch (Throwable thrown) {
        note(thrown);
        throw thrown;
      }
    }

    private void note(Throwable thrown) {
      if (UnstashException.unwrap(thrown) instanceof AssertionError broken) {
        executor.fail("actor " + Labels.ofPath(cell.self()) + " failed: " + broken, broken);
      }
    }

    @Override
    public boolean isSame(BehaviorInterceptor<Object, Object> other) {
      return other instanceof Guard;
    }
  }
}
