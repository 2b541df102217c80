package dev.skew.world.workload;

import dev.skew.kernel.RandomSource;
import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a client process does: begins operations, sends, waits, gives up, tries again. */
final class ClientDriver {

  /** Late answers are recognised for the last so many requests that timed out. */
  private static final int REMEMBERED_TIMEOUTS = 10_000;

  private static final double NANOS_PER_SECOND = 1e9;

  private final ClientSetup setup;
  private final RequestPolicy policy;
  private final ClientTimers timers;
  private final OperationGenerator generator;
  private final RandomSource arrivals;
  private final RandomSource criticality;
  private final TargetChooser targets;
  private final Session[] sessions;
  private final SequenceMap<PendingOperation> pending = new SequenceMap<>();
  private final Map<Long, Invocation> timedOut = new LinkedHashMap<>();

  private long nextRequestId = 1;
  private int nextSession;
  private double loadFactor = 1;
  private double patience = 1;
  private boolean started;
  private boolean silenced;
  private boolean running;

  ClientDriver(ClientSetup setup, ClientTimers timers) {
    this.setup = setup;
    this.policy = setup.profile().requests();
    this.timers = timers;
    String name = setup.id().name();
    generator =
        new OperationGenerator(
            name, setup.profile(), setup.seed().fork("operations", name).random());
    arrivals = setup.seed().fork("arrivals", name).random();
    criticality = setup.seed().fork("criticality", name).random();
    targets = new TargetChooser(setup.profile().targetPolicy(), setup.endpoints());
    sessions = new Session[setup.profile().arrival().sessions()];
    Arrays.setAll(sessions, number -> new Session());
  }

  /** Puts load on the store from now on, unless it is silenced. */
  void start() {
    started = true;
    resume();
  }

  /** Begins nothing more; what is under way runs to its end. */
  void stop() {
    started = false;
    halt();
  }

  /** Whatever its own start and stop say, it begins nothing until it is let speak again. */
  void silence(boolean on) {
    silenced = on;
    if (on) {
      halt();
    } else {
      resume();
    }
  }

  private void resume() {
    if (running || !started || silenced) {
      return;
    }
    running = true;
    if (setup.profile().arrival() instanceof Arrival.OpenLoop open) {
      scheduleArrival(open);
    } else if (setup.profile().arrival() instanceof Arrival.ClosedLoop closed) {
      for (int i = 0; i < sessions.length; i++) {
        // Sessions that began together would stay in step for ever.
        double offset = arrivals.nextDouble() * Math.max(closed.paceNanos(), closed.thinkNanos());
        if (!sessions[i].busy) {
          long due = timers.nowNanos() + (long) (offset / loadFactor);
          sessions[i].beginHandle = timers.beginAt(due, i);
        }
      }
    }
  }

  private void halt() {
    running = false;
    for (Session session : sessions) {
      session.cancelBegin(timers);
    }
  }

  /** Multiplies the rate that the profile gives; 1 restores it. */
  void scaleLoad(double factor) {
    loadFactor = factor;
    if (running && setup.profile().arrival() instanceof Arrival.OpenLoop open) {
      // The process has no memory, so that a fresh draw is as good as the one dropped.
      sessions[0].cancelBegin(timers);
      scheduleArrival(open);
    }
  }

  /** Multiplies the time-out of attempts that begin from now on; 1 restores the policy's. */
  void stretchTimeouts(double factor) {
    patience = factor;
  }

  /** The instant to begin an operation has come. */
  void onBegin(int sessionNumber) {
    if (!running) {
      return;
    }
    sessions[sessionNumber].beginHandle = Session.NONE;
    if (setup.profile().arrival() instanceof Arrival.OpenLoop open) {
      begin(nextSession, generator.next());
      nextSession = (nextSession + 1) % sessions.length;
      scheduleArrival(open);
    } else {
      begin(sessionNumber, generator.next());
    }
  }

  void onResponse(ClientResponse response) {
    PendingOperation operation = pending.remove(response.id());
    Completion completion =
        new Completion(
            timers.nowNanos(),
            response.outcome(),
            response.values(),
            response.revision(),
            response.error());
    if (operation == null) {
      Invocation late = timedOut.remove(response.id());
      if (late != null) {
        setup.history().answeredLate(late, completion);
      }
      return;
    }
    timers.cancel(operation.timeoutHandle);
    if (!response.context().isEmpty()) {
      remember(operation.invocation, response.context());
    }
    conclude(operation, completion);
  }

  /** Nobody answered an attempt in time. */
  void onGiveUp(long requestId) {
    PendingOperation operation = pending.remove(requestId);
    // An answer of the same instant may have come first.
    if (operation != null) {
      setup.port().cancel(operation.node, requestId);
      conclude(operation, Completion.timedOut(timers.nowNanos()));
    }
  }

  /** The pause before another attempt is over. */
  void onRetry(PendingOperation operation) {
    operation.attempts++;
    operation.requestId = nextRequestId++;
    send(operation, targets.next(operation.invocation.operation()));
  }

  private void begin(int sessionNumber, Operation operation) {
    long nowNanos = timers.nowNanos();
    Session session = sessions[sessionNumber];
    session.lastBeginNanos = nowNanos;
    session.busy = true;
    boolean critical = criticality.nextBoolean(policy.criticalShare());
    NodeId node = targets.next(operation);
    Invocation invocation =
        new Invocation(
            setup.history().nextId(),
            setup.id(),
            sessionNumber,
            nextRequestId++,
            node,
            operation,
            critical,
            nowNanos);
    setup.history().invoked(invocation);
    send(new PendingOperation(invocation, contextOf(invocation)), node);
  }

  private void send(PendingOperation operation, NodeId node) {
    Invocation invocation = operation.invocation;
    operation.node = node;
    pending.put(operation.requestId, operation);
    operation.timeoutHandle =
        timers.giveUpAt(
            timers.nowNanos() + (long) (policy.timeoutNanos() * patience), operation.requestId);
    setup
        .port()
        .send(
            node,
            new ClientRequest(
                operation.requestId,
                invocation.operation(),
                contextOf(operation),
                policy.valueBytes()),
            invocation);
  }

  private void remember(Invocation invocation, String context) {
    Session session = sessions[invocation.session()];
    switch (setup.profile().context()) {
      case NONE -> {}
      case OF_KEY -> session.remember(invocation.operation().keys().get(0), context);
      case OF_SESSION -> session.rememberPosition(context);
    }
  }

  /**
   * A write that is tried again says what its value was made of, not what the session has seen
   * since: else it would overwrite that, unread.
   */
  private String contextOf(PendingOperation operation) {
    return operation.invocation.operation().isWrite()
        ? operation.context
        : contextOf(operation.invocation);
  }

  private String contextOf(Invocation invocation) {
    Session session = sessions[invocation.session()];
    return switch (setup.profile().context()) {
      case NONE -> "";
      case OF_KEY -> session.contextOf(invocation.operation().keys().get(0));
      case OF_SESSION -> session.position();
    };
  }

  private void conclude(PendingOperation operation, Completion answer) {
    if (answer.outcome() != Outcome.OK && operation.attempts <= policy.retries()) {
      operation.anyAttemptUnknown |= answer.outcome() == Outcome.UNKNOWN;
      long backoffNanos = policy.backoffNanos() << (operation.attempts - 1);
      timers.retryAt(timers.nowNanos() + backoffNanos, operation);
      return;
    }
    Completion completion = overAllAttempts(operation, answer);
    if (operation.attempts == 1 && completion.outcome() == Outcome.UNKNOWN) {
      remember(operation);
    }
    generator.learn(operation.invocation.operation(), completion);
    setup.history().completed(operation.invocation, completion);
    Session session = sessions[operation.invocation.session()];
    session.busy = false;
    if (running && foundSiblings(operation, completion)) {
      begin(
          operation.invocation.session(),
          generator.merge(operation.invocation.operation().keys().get(0)));
    } else if (running && setup.profile().arrival() instanceof Arrival.ClosedLoop closed) {
      scheduleNext(closed, operation.invocation.session());
    }
  }

  /** A client that hands in what it has seen merges what it finds side by side (Dynamo §4.4). */
  private boolean foundSiblings(PendingOperation operation, Completion completion) {
    return setup.profile().context() == SessionContext.OF_KEY
        && operation.invocation.operation() instanceof Operation.Get
        && completion.outcome() == Outcome.OK
        && completion.values().size() > 1;
  }

  /** A refusal says nothing about an attempt before it that was never answered. */
  private static Completion overAllAttempts(PendingOperation operation, Completion answer) {
    if (answer.outcome() == Outcome.FAILED && operation.anyAttemptUnknown) {
      return new Completion(
          answer.atNanos(), Outcome.UNKNOWN, answer.values(), answer.revision(), answer.error());
    }
    return answer;
  }

  private void remember(PendingOperation operation) {
    if (timedOut.size() == REMEMBERED_TIMEOUTS) {
      timedOut.remove(timedOut.keySet().iterator().next());
    }
    timedOut.put(operation.requestId, operation.invocation);
  }

  private void scheduleArrival(Arrival.OpenLoop open) {
    double rate = open.ratePerSecond() * loadFactor;
    double gapNanos = arrivals.nextExponential() * NANOS_PER_SECOND / rate;
    sessions[0].beginHandle = timers.beginAt(timers.nowNanos() + (long) gapNanos, 0);
  }

  private void scheduleNext(Arrival.ClosedLoop closed, int sessionNumber) {
    double thinkNanos =
        closed.thinkNanos() == 0 ? 0 : arrivals.nextExponential() * closed.thinkNanos();
    Session session = sessions[sessionNumber];
    long paced = session.lastBeginNanos + (long) (closed.paceNanos() / loadFactor);
    long rested = timers.nowNanos() + (long) (thinkNanos / loadFactor);
    session.beginHandle = timers.beginAt(Math.max(paced, rested), sessionNumber);
  }
}
