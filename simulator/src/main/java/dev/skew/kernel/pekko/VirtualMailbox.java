package dev.skew.kernel.pekko;

import com.typesafe.config.Config;
import java.util.ArrayDeque;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.LocalActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.apache.pekko.dispatch.UnboundedMessageQueueSemantics;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** An unbounded mailbox for one thread. */
final class VirtualMailbox implements MailboxType, ProducesMessageQueue<VirtualMailbox.Messages> {

  VirtualMailbox(ActorSystem.Settings settings, Config config) {}

  @Override
  public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
    return new Messages(
        owner.isDefined() && owner.get() instanceof LocalActorRef local ? local : null);
  }

  static final class Messages implements MessageQueue, UnboundedMessageQueueSemantics {

    private final ArrayDeque<Envelope> envelopes = new ArrayDeque<>(4);
    private final @Nullable LocalActorRef owner;
    private @Nullable Behavior<?> seen;

    Messages(@Nullable LocalActorRef owner) {
      this.owner = owner;
    }

    /** To be called before each message: looks at the actor's behavior when it has a new one. */
    void lookAtOwner() {
      if (owner != null
          && owner.underlying().actor() instanceof ActorAdapter<?> adapter
          && adapter.currentBehavior() != seen
          && owner.underlying().dispatcher() instanceof VirtualDispatcher dispatcher) {
        seen = dispatcher.executor().supervision().inspect(owner.underlying(), adapter);
      }
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
      envelopes.add(envelope);
    }

    @Override
    public @Nullable Envelope dequeue() {
      Envelope next = envelopes.poll();
      if (next != null) {
        lookAtOwner();
      }
      return next;
    }

    @Override
    public int numberOfMessages() {
      return envelopes.size();
    }

    @Override
    public boolean hasMessages() {
      return !envelopes.isEmpty();
    }

    @Override
    public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
      for (Envelope envelope = envelopes.poll(); envelope != null; envelope = envelopes.poll()) {
        deadLetters.enqueue(owner, envelope);
      }
    }
  }
}
