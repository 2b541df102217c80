package dev.skew.kernel.pekko;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.apache.pekko.dispatch.Dispatcher;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.Mailbox;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;
import org.apache.pekko.dispatch.TaskInvocation;
import org.apache.pekko.dispatch.sysmsg.Failed;
import org.apache.pekko.dispatch.sysmsg.SystemMessage;
import scala.concurrent.duration.Duration;
import scala.concurrent.duration.FiniteDuration;

/** The dispatcher of every actor of a virtual actor system, its guardians included. */
final class VirtualDispatcher extends Dispatcher {

  private static final String RECEPTIONIST = "localReceptionist";
  private static final FiniteDuration SHUTDOWN_TIMEOUT = FiniteDuration.apply(1, TimeUnit.SECONDS);

  private final VirtualExecutor executor;

  VirtualDispatcher(
      MessageDispatcherConfigurator configurator, String id, VirtualExecutor executor) {
    super(configurator, id, 1, Duration.Zero(), VirtualDispatcher::noThreads, SHUTDOWN_TIMEOUT);
    this.executor = executor;
  }

  VirtualExecutor executor() {
    return executor;
  }

  @Override
  public void dispatch(ActorCell receiver, Envelope envelope) {
    executor.onDispatch(receiver, envelope);
    Mailbox mailbox = receiver.mailbox();
    mailbox.enqueue(receiver.self(), envelope);
    registerForExecution(mailbox, true, false);
  }

  @Override
  public void systemDispatch(ActorCell receiver, SystemMessage message) {
    executor.checkThread(message);
    if (message instanceof Failed failed) {
      noteFailure(receiver, failed);
    }
    Mailbox mailbox = receiver.mailbox();
    mailbox.systemEnqueue(receiver.self(), message);
    registerForExecution(mailbox, false, true);
  }

  /**
   * An exception that left its actor ends the run, unless somebody answers for it: a supervisor
   * that chose to stop the actor, or a parent that watches the child and so gets its ChildFailed. A
   * broken invariant is never answered for.
   */
  private void noteFailure(ActorCell parent, Failed failed) {
    Throwable root = failed.cause();
    boolean supervised = false;
    if (root instanceof ActorAdapter.TypedActorFailedException decided) {
      supervised = true;
      root = decided.cause();
    }
    if (root instanceof AssertionError || !(supervised || isWatching(parent, failed.child()))) {
      executor.fail("actor " + Labels.ofPath(failed.child()) + " failed: " + root, root);
    }
  }

  private static boolean isWatching(ActorCell parent, ActorRef child) {
    return parent.isWatching(child);
  }

  @Override
  public boolean registerForExecution(
      Mailbox mailbox, boolean hasMessageHint, boolean hasSystemMessageHint) {
    if (mailbox.canBeScheduledForExecution(hasMessageHint, hasSystemMessageHint)
        && mailbox.setAsScheduled()) {
      executor.execute(mailbox);
      return true;
    }
    return false;
  }

  @Override
  public Mailbox createMailbox(Cell actor, MailboxType mailboxType) {
    if (actor.self().path().name().equals(RECEPTIONIST)) {
      UnsupportedOperationException refusal =
          new UnsupportedOperationException(
              "the receptionist is not available in virtual time: it answers in an order that"
                  + " differs from run to run; pass ActorRefs in messages or to constructors instead");
      executor.fail(String.valueOf(refusal.getMessage()), refusal);
      throw refusal;
    }
    return super.createMailbox(actor, mailboxType);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public void executeTask(TaskInvocation invocation) {
    executor.execute(invocation);
  }

  @Override
  public void reportFailure(Throwable cause) {
    executor.reportFailure(cause);
  }

  @Override
  public void shutdown() {
    // There is no thread to stop.
  }

  private static ExecutorServiceFactory noThreads(String id, ThreadFactory threads) {
    return () -> {
      throw new UnsupportedOperationException("a virtual actor system has no threads");
    };
  }
}
