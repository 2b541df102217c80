package dev.skew.world.service;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.service.ServiceEvent.EffectApplied;
import dev.skew.world.service.ServiceEvent.WorkDone;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One instance of a service. Inputs in, effects out.
 *
 * <p>As in the quorum store the tables inside are mutable, but nothing gets in or out except
 * through {@link #on}; time, chance and configuration are given to it. A request is taken in hand,
 * worked on, and kept in hand while its dependencies are asked one after the other; its place is
 * free again when it has been answered. That its caller has given up in the meantime changes
 * nothing of this, unless deadlines or cancellation say so.
 */
public final class ServiceNode {

  private static final double NANOS_PER_SECOND = 1e9;

  private final ServiceContext context;
  private final EffectLedger ledger;
  private final Intake intake;
  private final List<Dependency> dependencies = new ArrayList<>();
  private final Map<CallKey, Job> inHand = new LinkedHashMap<>();
  private long lastCall;
  private boolean overloaded;
  private boolean started;

  /** A call as the one who is asked knows it. */
  private record CallKey(NodeId caller, long call) {}

  /**
   * A new life of an instance.
   *
   * @param ledger what earlier lives have left on the disk
   * @param clock the machine's, for what the service measures itself
   * @param random this life's own stream
   */
  public ServiceNode(
      NodeId self, ServiceGraph graph, EffectLedger ledger, NodeClock clock, RandomSource random) {
    this.context = new ServiceContext(self, graph, clock, random);
    this.ledger = ledger;
    this.intake = new Intake(context, this::take);
    for (EdgeSettings edge : graph.edgesFrom(context.service().name())) {
      dependencies.add(new Dependency(context, edge, () -> ++lastCall));
    }
  }

  /** The name of the service. */
  public String service() {
    return context.service().name();
  }

  /** How many requests wait; what an exporter shows. */
  public int queueLength() {
    return intake.waiting();
  }

  /** How many requests are in hand; what an exporter shows. */
  public int inHand() {
    return intake.inHand();
  }

  /** What the breaker of each dependency does; what an exporter shows. */
  public Map<EdgeName, CircuitBreaker.State> breakers() {
    Map<EdgeName, CircuitBreaker.State> states = new LinkedHashMap<>();
    for (Dependency each : dependencies) {
      states.put(each.settings().name(), each.breakerState());
    }
    return states;
  }

  /**
   * Takes one input in.
   *
   * @return what is to be done now, in this order
   */
  public List<ServiceEffect> on(long nowNanos, ServiceInput input) {
    context.begin(nowNanos);
    if (input instanceof ServiceInput.Received received) {
      onMessage(received.from(), received.message());
    } else if (input instanceof ServiceInput.TimerFired fired) {
      context.fire(fired.token());
    } else if (input instanceof ServiceInput.PeerLost lost) {
      dependencies.forEach(each -> each.onPeerLost(lost.peer()));
    } else if (input instanceof ServiceInput.Configured configured) {
      configure(configured.graph());
    } else if (input instanceof ServiceInput.Started) {
      check(!started, "%s was started twice in one life", context.self);
      started = true;
      overload();
    } else {
      throw new AssertionError("unknown input " + input);
    }
    return context.takeEffects();
  }

  private void onMessage(NodeId from, ServiceMessage message) {
    if (message instanceof ServiceMessage.Call call) {
      intake.arrive(from, call);
    } else if (message instanceof ServiceMessage.Reply reply) {
      for (Dependency each : dependencies) {
        if (each.onReply(reply)) {
          return;
        }
      }
    } else if (message instanceof ServiceMessage.Cancel cancel) {
      onCancel(from, cancel);
    }
  }

  private void onCancel(NodeId caller, ServiceMessage.Cancel cancel) {
    if (!context.graph().propagation().cancellation() || intake.withdraw(caller, cancel.id())) {
      return;
    }
    Job job = inHand.get(new CallKey(caller, cancel.id()));
    if (job == null) {
      return;
    }
    job.cancelled = true;
    Job.Call outstanding = job.outstanding;
    if (outstanding != null) {
      outstanding.abandon();
      job.outstanding = null;
      close(job);
    }
  }

  private void configure(ServiceGraph graph) {
    context.configure(graph);
    List<EdgeSettings> edges = graph.edgesFrom(service());
    check(edges.size() == dependencies.size(), "the edges of %s have changed", service());
    for (int i = 0; i < edges.size(); i++) {
      dependencies.get(i).configure(edges.get(i));
    }
    overload();
  }

  /** A place is free for a job: it is worked on, or known to be done. */
  private void take(Job job) {
    if (job.caller != null) {
      inHand.put(new CallKey(job.caller, job.call.id()), job);
    }
    if (isDoneBefore(job)) {
      // Not at once: a queue full of such jobs would be a stack as deep.
      context.after(0, () -> finish(job, Status.OK));
      return;
    }
    Trouble trouble = context.service().trouble();
    double drawn = context.service().work().sampleNanos(context.random.nextDouble());
    long workNanos = Math.round(drawn * trouble.slowness());
    context.after(workNanos, () -> worked(job, workNanos));
  }

  private boolean isDoneBefore(Job job) {
    return context.service().stateful()
        && context.service().idempotent()
        && job.request().write()
        && ledger.has(job.request().id());
  }

  /** The work runs to its end whoever has given up: a query is not called back. */
  private void worked(Job job, long workNanos) {
    context.note(new WorkDone(context.self, service(), job.request().id(), workNanos));
    Trouble trouble = context.service().trouble();
    if (trouble.failShare() > 0 && context.random.nextBoolean(trouble.failShare())) {
      finish(job, trouble.failsAs());
      return;
    }
    if (context.service().stateful() && job.request().write() && job.caller != null) {
      apply(job.request().id());
    }
    proceed(job);
  }

  /** Two attempts may have been worked on side by side: a unique key lets one of them commit. */
  private void apply(long request) {
    if (context.service().idempotent() && ledger.has(request)) {
      return;
    }
    ledger.add(request);
    context.note(new EffectApplied(context.self, service(), request));
  }

  /** Asks the next dependency that the request needs, or answers when there is none. */
  private void proceed(Job job) {
    while (!job.cancelled && job.caller != null && job.step < dependencies.size()) {
      Dependency next = dependencies.get(job.step++);
      double share = next.settings().share();
      if (share >= 1 || context.random.nextBoolean(share)) {
        next.call(job, status -> onDependency(job, next.settings(), status));
        return;
      }
    }
    finish(job, Status.OK);
  }

  private void onDependency(Job job, EdgeSettings edge, Status status) {
    if (status == Status.OK || edge.optional()) {
      proceed(job);
    } else {
      finish(job, status == Status.EXPIRED ? Status.EXPIRED : Status.ERROR);
    }
  }

  private void finish(Job job, Status status) {
    if (job.caller != null && !job.cancelled) {
      context.answer(job.caller, new ServiceMessage.Reply(job.call.id(), status));
    }
    close(job);
  }

  private void close(Job job) {
    if (job.caller != null) {
      inHand.remove(new CallKey(job.caller, job.call.id()));
    }
    intake.finished();
  }

  /** Load from somewhere else: a batch job, a neighbour, a query that somebody runs by hand. */
  private void overload() {
    double rate = context.service().trouble().extraPerSecond();
    if (!overloaded && rate > 0) {
      overloaded = true;
      scheduleExtra(rate);
    }
  }

  private void scheduleExtra(double ratePerSecond) {
    int instances = context.graph().instancesOf(service()).size();
    double gap = context.random.nextExponential() * NANOS_PER_SECOND * instances / ratePerSecond;
    context.after((long) gap, this::onExtra);
  }

  private void onExtra() {
    double rate = context.service().trouble().extraPerSecond();
    overloaded = rate > 0;
    if (overloaded) {
      ServiceRequest extra = new ServiceRequest(-1, "", "", false, false);
      intake.arrive(null, new ServiceMessage.Call(++lastCall, extra, 1, 0));
      scheduleExtra(rate);
    }
  }
}
