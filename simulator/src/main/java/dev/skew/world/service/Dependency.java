package dev.skew.world.service;

import dev.skew.world.service.ServiceEvent.AttemptEnded;
import dev.skew.world.service.ServiceEvent.AttemptSent;
import dev.skew.world.service.ServiceEvent.BreakerChanged;
import dev.skew.world.service.ServiceEvent.CallWithheld;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** One instance's way to a service that it depends on, and all that guards it. */
final class Dependency {

  private final ServiceContext context;
  private final LongSupplier callIds;
  private final CircuitBreaker breaker;
  private final RetryBudget budget;
  private final ReadCache cache;
  private final Map<Long, Attempt> attempts = new TreeMap<>();
  private EdgeSettings settings;
  private final LatencyScores scores;
  private int turn;

  /**
   * @param callIds gives ids that are unique over all dependencies of the instance
   */
  Dependency(ServiceContext context, EdgeSettings settings, LongSupplier callIds) {
    this.context = context;
    this.settings = settings;
    this.callIds = callIds;
    this.breaker = new CircuitBreaker(settings.breaker());
    this.budget = new RetryBudget(settings.budget());
    this.cache = new ReadCache(settings.cache());
    this.scores = new LatencyScores(context.random);
  }

  EdgeSettings settings() {
    return settings;
  }

  CircuitBreaker.State breakerState() {
    return breaker.state();
  }

  void configure(EdgeSettings now) {
    settings = now;
    CircuitBreaker.State before = breaker.state();
    breaker.configure(now.breaker());
    noteBreaker(before);
    budget.configure(now.budget());
    cache.configure(now.cache());
  }

  /**
   * Gets a job what it needs of this service.
   *
   * @param done told once how it went, perhaps at once
   */
  void call(Job job, Consumer<Status> done) {
    if (cache.hits(context.nowNanos(), job.request())) {
      done.accept(Status.OK);
      return;
    }
    budget.deposit(context.nowNanos());
    LogicalCall call = new LogicalCall(job, done);
    job.outstanding = call;
    call.attempt();
  }

  /** Whether the reply belongs to one of this dependency's attempts; later ones are not known. */
  boolean onReply(ServiceMessage.Reply reply) {
    Attempt attempt = attempts.remove(reply.id());
    if (attempt == null) {
      return false;
    }
    attempt.end(reply.status(), reply.status().label());
    return true;
  }

  /** Everything that an instance was asked is lost with its connection. */
  void onPeerLost(NodeId peer) {
    List<Attempt> lost = new ArrayList<>(attempts.values());
    for (Attempt attempt : lost) {
      if (attempt.to.equals(peer) && attempts.remove(attempt.id) != null) {
        attempt.end(Status.ERROR, "unreachable");
      }
    }
  }

  /** Whom to ask; nobody where choosing fails. */
  private Optional<NodeId> target(ServiceRequest request) {
    if (isStateful()) { // what an instance keeps is nowhere else, cordoned or not
      List<NodeId> owners = context.graph().instancesOf(settings.name().to());
      return Optional.of(owners.get(Digests.slot(request.key(), owners.size())));
    }
    List<NodeId> instances = context.graph().balancedInstancesOf(settings.name().to());
    if (context.service().latencyClock() != LatencyClock.NONE) {
      return scores.choose(instances);
    }
    turn = (turn + 1) % instances.size();
    return Optional.of(instances.get(turn));
  }

  private boolean isStateful() {
    for (ServiceSettings service : context.graph().services()) {
      if (service.name().equals(settings.name().to())) {
        return service.stateful();
      }
    }
    return false;
  }

  private void noteBreaker(CircuitBreaker.State before) {
    if (breaker.state() != before) {
      context.note(new BreakerChanged(context.self, settings.name(), before, breaker.state()));
    }
  }

  private boolean mayPass() {
    CircuitBreaker.State before = breaker.state();
    boolean passes = breaker.tryAcquire(context.nowNanos());
    noteBreaker(before);
    return passes;
  }

  private void record(boolean failure) {
    CircuitBreaker.State before = breaker.state();
    breaker.record(context.nowNanos(), failure);
    noteBreaker(before);
  }

  /** A call over all of its attempts. */
  private final class LogicalCall implements Job.Call {

    private final Job job;
    private final Consumer<Status> done;
    private int count;
    private long current;
    private long pause;

    LogicalCall(Job job, Consumer<Status> done) {
      this.job = job;
      this.done = done;
    }

    void attempt() {
      count++;
      if (job.isExpired(context.nowNanos())) {
        conclude(Status.EXPIRED);
      } else if (settings.bulkhead() > 0 && attempts.size() >= settings.bulkhead()) {
        withheld("bulkhead");
      } else if (!mayPass()) {
        withheld("breaker");
      } else {
        Optional<NodeId> to = target(job.request());
        to.ifPresentOrElse(this::send, this::panicked);
      }
    }

    /** The panic is recovered, and the request fails. */
    private void panicked() {
      breaker.release();
      withheld("panic");
    }

    /** Not worth a retry: what stands in the way is on this side and still will. */
    private void withheld(String reason) {
      note(reason);
      conclude(Status.ERROR);
    }

    private void note(String reason) {
      context.note(new CallWithheld(context.self, settings.name(), job.request().id(), reason));
    }

    private void send(NodeId to) {
      current = callIds.getAsLong();
      long remaining = Math.min(settings.timeoutNanos(), job.deadlineNanos - context.nowNanos());
      attempts.put(
          current,
          new Attempt(current, to, this, waitFor(current, remaining), context.latencyReading()));
      context.note(new AttemptSent(context.self, settings.name(), job.request().id(), count));
      context.ask(
          to,
          new ServiceMessage.Call(
              current,
              job.request(),
              count,
              context.graph().propagation().deadlines() ? remaining : 0));
    }

    private long waitFor(long id, long nanos) {
      return context.after(nanos, () -> onTimeout(id));
    }

    private void onTimeout(long id) {
      Attempt attempt = attempts.remove(id);
      if (attempt != null) {
        if (context.graph().propagation().cancellation()) {
          context.ask(attempt.to, new ServiceMessage.Cancel(id));
        }
        attempt.end(Status.ERROR, "timeout");
      }
    }

    void ended(Attempt attempt, Status status, String outcome) {
      context.forget(attempt.timer);
      measure(attempt, status == Status.OK);
      context.note(new AttemptEnded(context.self, settings.name(), job.request().id(), outcome));
      record(status != Status.OK && status != Status.INVALID);
      if (!status.isRetryable() || !settings.retry().allowsAnother(count)) {
        conclude(status);
      } else if (!budget.tryWithdraw(context.nowNanos())) {
        note("budget");
        conclude(status);
      } else {
        pause =
            context.after(
                settings.retry().pauseNanos(count, context.random), LogicalCall.this::attempt);
      }
    }

    /** One that failed counts as one that took all of its time. */
    private void measure(Attempt attempt, boolean succeeded) {
      if (context.service().latencyClock() != LatencyClock.NONE) {
        long taken = succeeded ? context.latencyReading() - attempt.begun : settings.timeoutNanos();
        scores.measured(attempt.to, taken);
      }
    }

    private void conclude(Status status) {
      job.outstanding = null;
      cache.learn(context.nowNanos(), job.request(), status == Status.OK);
      done.accept(status);
    }

    @Override
    public void abandon() {
      context.forget(pause);
      Attempt attempt = attempts.remove(current);
      if (attempt != null) {
        context.forget(attempt.timer);
        context.ask(attempt.to, new ServiceMessage.Cancel(current));
        breaker.release();
      }
    }
  }

  /**
   * One attempt that waits for its answer.
   *
   * @param begun what the clock said with which its latency is measured
   */
  private record Attempt(long id, NodeId to, LogicalCall call, long timer, long begun) {

    void end(Status status, String outcome) {
      call.ended(this, status, outcome);
    }
  }
}
