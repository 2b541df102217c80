package dev.skew.kernel.pekko;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.EventTarget;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.SchedulerTask;
import org.jspecify.annotations.Nullable;

/** One timer of the actor system: once, or again and again. */
final class TimerTask implements Cancellable, EventTarget {

  private final VirtualExecutor executor;
  private final Runnable action;
  private final long periodNanos;
  private long handle;
  private boolean done;
  private boolean cancelled;

  /**
   * @param periodNanos 0 for a timer that fires once; a fixed rate and a fixed delay are the same
   *     where tasks take no time
   */
  TimerTask(VirtualExecutor executor, Runnable action, long periodNanos) {
    this.executor = executor;
    this.action = action;
    this.periodNanos = periodNanos;
  }

  void start(long delayNanos) {
    EventQueue queue = executor.queue();
    handle = queue.schedule(queue.nowNanos() + Math.max(0, delayNanos), this, null);
  }

  Runnable action() {
    return action;
  }

  @Override
  public void onEvent(@Nullable Object payload) {
    done = periodNanos == 0;
    executor.fire(this);
    if (!done && !cancelled) {
      start(periodNanos);
    }
  }

  @Override
  public boolean cancel() {
    executor.checkThread(action);
    if (done || cancelled) {
      return false;
    }
    cancelled = true;
    executor.queue().cancel(handle);
    if (action instanceof SchedulerTask task) {
      task.cancelled();
    }
    return true;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }
}
