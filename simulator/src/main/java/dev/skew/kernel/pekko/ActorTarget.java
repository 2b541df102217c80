package dev.skew.kernel.pekko;

import dev.skew.kernel.EventTarget;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.LocalActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * Hands the payload of an event to an actor. An idle actor gets it at once, in the event itself;
 * otherwise it goes the usual way, through the mailbox.
 */
final class ActorTarget implements EventTarget {

  private final VirtualExecutor executor;
  private final LocalActorRef ref;
  private final ActorCell cell;
  private final org.apache.pekko.actor.ActorRef noSender;

  ActorTarget(
      VirtualExecutor executor, LocalActorRef ref, org.apache.pekko.actor.ActorRef noSender) {
    this.executor = executor;
    this.ref = ref;
    this.cell = ref.underlying();
    this.noSender = noSender;
  }

  @Override
  public void onEvent(@Nullable Object payload) {
    if (payload == null) {
      throw new IllegalArgumentException("an actor cannot be told null: " + ref.path());
    }
    Mailbox mailbox = cell.mailbox();
    // Open means: not suspended, not closed, not scheduled; and whatever has messages is scheduled.
    if (mailbox.currentStatus() == Mailbox.Open() && executor.isIdle()) {
      executor.invoke(cell, mailbox, Envelope.apply(payload, noSender));
    } else {
      ref.tell(payload, noSender);
    }
  }
}
