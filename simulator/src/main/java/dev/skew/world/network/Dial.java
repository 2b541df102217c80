package dev.skew.world.network;

import dev.skew.kernel.EventTarget;
import dev.skew.world.topology.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to open a TCP connection: SYN, SYN-ACK, and again after 1, 3 and 7 seconds (RFC 6298,
 * initial time-out of one second) until it is answered, refused or out of time.
 */
final class Dial implements EventTarget {

  private static final int SYN_BYTES = 60;
  private static final long FIRST_RETRY_NANOS = 1_000_000_000L;

  /** What came of it. */
  interface Outcome {

    /**
     * The dialler's end is open.
     *
     * @param roundTripNanos from the last SYN to its answer
     */
    void onEstablished(long roundTripNanos);

    /** It was refused or took too long. */
    void onFailed();
  }

  private sealed interface Step {}

  private record SynDue(long nextRetryNanos) implements Step {}

  private record SynArrived(long sentNanos) implements Step {}

  private record SynAckArrived(long sentNanos) implements Step {}

  private enum End implements Step {
    REFUSED,
    TIMED_OUT
  }

  private final Post post;
  private final Link there;
  private final Link back;
  private final Outcome outcome;
  private boolean done;
  private long deadlineHandle = -1;
  private long retryHandle = -1;

  Dial(Post post, NodeId dialer, NodeId acceptor, Outcome outcome) {
    this.post = post;
    this.there = post.fabric.link(dialer, acceptor);
    this.back = post.fabric.link(acceptor, dialer);
    this.outcome = outcome;
  }

  void start(long timeoutNanos) {
    deadlineHandle = post.queue.schedule(post.queue.nowNanos() + timeoutNanos, this, End.TIMED_OUT);
    sendSyn(FIRST_RETRY_NANOS);
  }

  /** Forgets the attempt; what is under way finds nobody. */
  void cancel() {
    done = true;
    post.queue.cancel(deadlineHandle);
    post.queue.cancel(retryHandle);
  }

  private void sendSyn(long nextRetryNanos) {
    long now = post.queue.nowNanos();
    schedule(arrivalOn(there), new SynArrived(now));
    retryHandle =
        post.queue.schedule(
            KernelTimer.dueNanos(now, nextRetryNanos), this, new SynDue(2 * nextRetryNanos));
  }

  @Override
  public void onEvent(@Nullable Object payload) {
    if (done) {
      return;
    }
    if (payload instanceof SynDue due) {
      sendSyn(due.nextRetryNanos());
    } else if (payload instanceof SynArrived syn) {
      boolean listening = post.fabric.host(there.to.node()).running;
      schedule(arrivalOn(back), listening ? new SynAckArrived(syn.sentNanos()) : End.REFUSED);
    } else if (payload instanceof SynAckArrived answer) {
      cancel();
      outcome.onEstablished(post.queue.nowNanos() - answer.sentNanos());
    } else {
      cancel();
      outcome.onFailed();
    }
  }

  private long arrivalOn(Link link) {
    long atNanos = link.transmit(post.queue.nowNanos(), SYN_BYTES);
    return link.isDamaged() ? Link.LOST : atNanos;
  }

  private void schedule(long atNanos, Step step) {
    if (atNanos >= 0) {
      post.queue.schedule(atNanos, this, step);
    }
  }
}
