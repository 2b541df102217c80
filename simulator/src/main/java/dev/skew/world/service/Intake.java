package dev.skew.world.service;

import dev.skew.world.service.LoadShedding.Policy;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The front of an instance: who is let in, who waits, who is turned away. */
final class Intake {

  private final ServiceContext context;
  private final Consumer<Job> begin;
  private final ArrayDeque<Job> queue = new ArrayDeque<>();
  private int inHand;
  private long emptyNanos;

  /**
   * @param begin takes a job in hand; {@link #finished} must follow
   */
  Intake(ServiceContext context, Consumer<Job> begin) {
    this.context = context;
    this.begin = begin;
  }

  int waiting() {
    return queue.size();
  }

  int inHand() {
    return inHand;
  }

  void arrive(@Nullable NodeId caller, ServiceMessage.Call call) {
    ServiceSettings service = context.service();
    if (queue.isEmpty()) {
      emptyNanos = context.nowNanos();
    }
    long patience = service.shedding().patienceNanos(context.nowNanos() - emptyNanos);
    Job job = new Job(caller, call, context.nowNanos(), patience);
    if (isAtTheFront()
        && !AdmissionGate.admits(context.graph().admitted(), call.request().user())) {
      refuse(job, Status.OVERLOADED, "gate");
    } else if (service.shedding().refuses(call.request(), queue.size())) {
      refuse(job, Status.OVERLOADED, "shed");
    } else if (inHand < service.concurrency()) {
      inHand++;
      begin.accept(job);
    } else if (queue.size() < service.queueLimit()) {
      queue.addLast(job);
    } else {
      refuse(job, Status.OVERLOADED, "queue-full");
    }
  }

  private boolean isAtTheFront() {
    return context.service().name().equals(context.graph().entry());
  }

  /** Takes a job that still waits out of the queue; false when it waits no more. */
  boolean withdraw(NodeId caller, long call) {
    for (Iterator<Job> waiting = queue.iterator(); waiting.hasNext(); ) {
      Job job = waiting.next();
      if (caller.equals(job.caller) && job.call.id() == call) {
        waiting.remove();
        return true;
      }
    }
    return false;
  }

  /** A job in hand is over. */
  void finished() {
    inHand--;
    while (inHand < context.service().concurrency() && !queue.isEmpty()) {
      Job next = queue.removeFirst();
      if (queue.isEmpty()) {
        emptyNanos = context.nowNanos();
      }
      if (next.isExpired(context.nowNanos())) {
        refuse(next, Status.EXPIRED, "expired");
      } else if (isShedNow(next)) {
        refuse(next, Status.OVERLOADED, "shed");
      } else {
        inHand++;
        begin.accept(next);
      }
    }
  }

  private boolean isShedNow(Job job) {
    return context.service().shedding().policy() == Policy.CODEL
        && job.hasWaitedTooLong(context.nowNanos());
  }

  private void refuse(Job job, Status status, String reason) {
    context.note(
        new ServiceEvent.CallRefused(
            context.self, context.service().name(), job.request().id(), reason));
    if (job.caller != null) {
      context.answer(job.caller, new ServiceMessage.Reply(job.call.id(), status));
    }
  }
}
