package dev.skew.kernel.pekko;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Trace;
import java.util.Arrays;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.Mailbox;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContextExecutor;

/**
 * The one run queue of a virtual actor system: tasks run in the order in which they were handed in,
 * on the thread that owns the system, and never inside one another.
 */
final class VirtualExecutor implements ExecutionContextExecutor {

  /** More tasks than this at one virtual instant are taken for a loop that never lets time pass. */
  private static final int TASKS_PER_INSTANT_MAX = 10_000_000;

  private static final String USER = "/user/";

  private final EventQueue queue;
  private final Trace trace;
  private final boolean tracesMessages;
  private final RestartDelays restartDelays;
  private final Supervision supervision = new Supervision(this);

  private @Nullable Runnable[] ring = new Runnable[64];
  private int head;
  private int count;

  private Thread owner = Thread.currentThread();
  private @Nullable ActorCell running;
  private boolean stepping;
  private @Nullable TimerTask firing;
  private boolean active;
  private boolean closing;
  private boolean told;
  private volatile @Nullable RunFailedException failure;

  VirtualExecutor(
      EventQueue queue, Trace trace, boolean tracesMessages, RestartDelays restartDelays) {
    this.queue = queue;
    this.trace = trace;
    this.tracesMessages = tracesMessages;
    this.restartDelays = restartDelays;
  }

  @Override
  public void execute(Runnable task) {
    checkThread(task);
    int capacity = ring.length;
    if (count == capacity) {
      grow();
      capacity = ring.length;
    }
    ring[(head + count++) & (capacity - 1)] = task;
  }

  /** Runs tasks until there are none or one of them has failed the run. */
  void drain() {
    for (int tasks = 0; count > 0 && (failure == null || closing); tasks++) {
      if (tasks == TASKS_PER_INSTANT_MAX) {
        fail("more than " + TASKS_PER_INSTANT_MAX + " tasks at one instant", new Error("livelock"));
        return;
      }
      Runnable task = ring[head];
      ring[head] = null;
      head = (head + 1) & (ring.length - 1);
      count--;
      if (task != null) {
        run(task);
      }
    }
  }

  private void run(Runnable task) {
    stepping = true;
    running = task instanceof Mailbox mailbox ? mailbox.actor() : null;
    try {
      task.run();
    } catch (Throwable thrown) {
      fail(Labels.ofTask(task) + " failed: " + thrown, thrown);
    } finally {
      stepping = false;
    }
  }

  /**
   * Hands a message to an actor that has nothing else to do, without the way through its mailbox.
   */
  void invoke(ActorCell cell, Mailbox mailbox, Envelope envelope) {
    stepping = true;
    running = cell;
    try {
      if (mailbox.messageQueue() instanceof VirtualMailbox.Messages messages) {
        messages.lookAtOwner();
      }
      cell.invoke(envelope);
      if (mailbox.hasSystemMessages()) {
        mailbox.processAllSystemMessages();
      }
    } catch (Throwable thrown) {
      fail("actor " + Labels.ofPath(cell.self()) + " failed: " + thrown, thrown);
    } finally {
      stepping = false;
    }
  }

  /** Runs a timer's task; what it tells is recorded as the timer's doing. */
  void fire(TimerTask timer) {
    firing = timer;
    running = null;
    try {
      timer.action().run();
    } catch (Throwable thrown) {
      fail("timer " + Labels.ofTask(timer.action()) + " failed: " + thrown, thrown);
    } finally {
      if (firing != null) {
        trace.record(new TimerFired("", Labels.ofTask(timer.action())));
        firing = null;
      }
    }
  }

  /** Called for every message on its way to a mailbox. */
  void onDispatch(ActorCell receiver, Envelope envelope) {
    checkThread(envelope.message());
    if (firing != null) {
      firing = null;
      trace.record(
          new TimerFired(Labels.ofPath(receiver.self()), Labels.ofMessage(envelope.message())));
    } else if (tracesMessages && !closing) {
      traceTold(receiver, envelope);
    }
  }

  /** Pekko's own actors are left out: some are numbered through the whole JVM. */
  private void traceTold(ActorCell receiver, Envelope envelope) {
    String path = Labels.ofPath(receiver.self());
    if (path.startsWith(USER)) {
      trace.record(new MessageTold(path, Labels.ofMessage(envelope.message())));
    }
  }

  /** Whether nothing is running and nothing waits to run. */
  boolean isIdle() {
    return count == 0 && !stepping;
  }

  boolean isStepping() {
    return stepping;
  }

  EventQueue queue() {
    return queue;
  }

  Supervision supervision() {
    return supervision;
  }

  RestartDelays restartDelays() {
    return restartDelays;
  }

  /** Ends the run; the first failure is the one that is told. */
  void fail(String what, Throwable cause) {
    synchronized (this) {
      if (failure == null && !closing) {
        failure = new RunFailedException(queue.nowNanos(), what, cause);
      }
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  void throwIfFailed() {
    RunFailedException failed = failure;
    if (failed != null) {
      told = true;
      throw failed;
    }
  }

  void throwIfUntold() {
    if (!told) {
      throwIfFailed();
    }
  }

  void becomeClosing() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  /** Begins a run; the calling thread owns the system from now on. */
  void enter() {
    check(!active, "a run cannot be started from inside a run");
    active = true;
    owner = Thread.currentThread();
  }

  void leave() {
    active = false;
  }

  /** Whether a run is going on, be it a step of an actor or an event of somebody else. */
  boolean isActive() {
    return active;
  }

  /** The actor that ran last, for messages. */
  String runningLabel() {
    return running == null ? "outside of any actor" : "actor " + Labels.ofPath(running.self());
  }

  void checkThread(Object task) {
    Thread thread = Thread.currentThread();
    if (thread != owner) {
      String label =
          task instanceof Runnable runnable ? Labels.ofTask(runnable) : Labels.ofMessage(task);
      ForeignThreadException breach =
          new ForeignThreadException(thread.getName(), owner.getName(), label);
      fail(String.valueOf(breach.getMessage()), breach);
      throw breach;
    }
  }

  @Override
  public void reportFailure(Throwable cause) {
    fail("a task failed: " + cause, cause);
  }

  private void grow() {
    int capacity = ring.length;
    @Nullable Runnable[] grown = Arrays.copyOfRange(ring, head, head + 2 * capacity);
    System.arraycopy(ring, 0, grown, capacity - head, head);
    Arrays.fill(grown, capacity, 2 * capacity, null);
    ring = grown;
    head = 0;
  }
}
