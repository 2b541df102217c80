package dev.skew.kernel.pekko;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.actor.SchedulerTask;
import org.apache.pekko.actor.typed.internal.RestartSupervisor;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Pekko's scheduler on the event queue: nanosecond resolution, timers of one instant in the order
 * in which they were started. A timer's task runs on the owning thread, whatever executor it was
 * given, since any other would be a thread.
 */
final class VirtualTimeScheduler implements Scheduler {

  private static final String ASK = "org.apache.pekko.pattern.PromiseActorRef";
  private static final String BLOCK = "org.apache.pekko.actor.Scheduler$$anon";

  private @Nullable VirtualExecutor executor;

  VirtualTimeScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

  /** Called by the dispatcher, which is the first to know both. */
  void attach(VirtualExecutor executor) {
    this.executor = executor;
  }

  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay, Runnable action, ExecutionContext ignoredExecutor) {
    return start(delay, 0, action);
  }

  /** How Pekko starts a restart with backoff, among others. */
  @Override
  public Cancellable scheduleOnce(
      FiniteDuration delay,
      ActorRef receiver,
      Object message,
      ExecutionContext ignoredExecutor,
      ActorRef sender) {
    VirtualExecutor attached = executor;
    FiniteDuration due =
        attached != null && message instanceof RestartSupervisor.ScheduledRestart restart
            ? attached.restartDelays().delayOf(restart.owner(), delay)
            : delay;
    return Scheduler.super.scheduleOnce(due, receiver, message, ignoredExecutor, sender);
  }

  @Override
  public Cancellable scheduleWithFixedDelay(
      FiniteDuration initialDelay,
      FiniteDuration delay,
      Runnable action,
      ExecutionContext ignoredExecutor) {
    return start(initialDelay, delay.toNanos(), action);
  }

  @Override
  @SuppressWarnings("deprecation") // Every other method for repeated timers ends here.
  public Cancellable schedule(
      FiniteDuration initialDelay,
      FiniteDuration interval,
      Runnable action,
      ExecutionContext ignoredExecutor) {
    return start(initialDelay, interval.toNanos(), action);
  }

  @Override
  public double maxFrequency() {
    return 1e9;
  }

  private Cancellable start(FiniteDuration delay, long periodNanos, Runnable action) {
    VirtualExecutor attached = executor;
    if (attached == null || attached.isClosing()) {
      throw new IllegalStateException("no timers before the actor system starts or after its end");
    }
    attached.checkThread(action);
    if (attached.isStepping() && isAsk(action)) {
      refuseAsk(attached);
    }
    TimerTask timer = new TimerTask(attached, action, periodNanos);
    timer.start(delay.toNanos());
    return timer;
  }

  /**
   * An ask's timeout is a bare block of code, as few things schedule; its caller tells it apart.
   */
  private static boolean isAsk(Runnable action) {
    if (action instanceof SchedulerTask || !action.getClass().getName().startsWith(BLOCK)) {
      return false;
    }
    return StackWalker.getInstance()
        .walk(frames -> frames.limit(20).anyMatch(frame -> frame.getClassName().startsWith(ASK)));
  }

  /** Its answer would come through a thread pool; better to stop where the question is asked. */
  private static void refuseAsk(VirtualExecutor executor) {
    UnsupportedOperationException refusal =
        new UnsupportedOperationException(
            "an ask from inside an actor completes on a foreign thread and breaks determinism;"
                + " send a request with a replyTo and start a timer instead");
    executor.fail(executor.runningLabel() + " used ask", refusal);
    throw refusal;
  }
}
