package dev.skew.world.replica;

import static dev.skew.kernel.Checks.check;

import dev.skew.kernel.RandomSource;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.kv.Operation;
import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One MySQL server, primary or replica as it happens. Inputs in, effects out.
 *
 * <p>The tables inside are mutable, for copying them at each step would cost more than the step;
 * but nothing gets in or out except through {@link #on}. Time, chance and the server's clock are
 * given to it. To drive it: feed {@link ReplicaInput.Started} first; carry out the effects in their
 * order; report messages, timers and the disk back. To crash it: drop its timers, ask the disk how
 * much of the log survived, and go on with {@link #afterCrash}.
 */
public final class MysqlNode {

  private final ServerContext context;
  private final ServerState state;
  private final CommitRule commits;
  private final ReadRule reads;
  private final DumpRule dumps;
  private final ApplierRule applier;
  private final ReceiverRule receiver;
  private final TakeoverRule takeover;
  private final DemoteRule demotion;
  private final CloneRule clone;
  private boolean started;

  /**
   * A server with nothing on its disk.
   *
   * @param members all servers, this one too
   * @param source from whom it replicates, null for the primary
   * @param random this server's own stream
   */
  public MysqlNode(
      List<NodeId> members,
      NodeId self,
      @Nullable NodeId source,
      ReplicaSettings settings,
      NodeClock clock,
      RandomSource random) {
    this(
        new ServerContext(self, members, settings, clock, random),
        new ServerState(settings, source));
  }

  private MysqlNode(ServerContext context, ServerState state) {
    this.context = context;
    this.state = state;
    this.commits = new CommitRule(context, state);
    this.reads = new ReadRule(context, state);
    this.dumps = new DumpRule(context, state);
    this.applier = new ApplierRule(context, state, commits);
    this.receiver = new ReceiverRule(context, state, applier);
    this.takeover = new TakeoverRule(context, state, commits, receiver, applier);
    this.demotion = new DemoteRule(context, state, commits);
    this.clone = new CloneRule(context, state, commits, receiver, applier);
  }

  /**
   * The server as it comes back from a crash, to be given {@link ReplicaInput.Started}.
   *
   * @param survivingIndex up to where the log is on disk; not less than what was reported persisted
   */
  public MysqlNode afterCrash(long survivingIndex) {
    state.recover(survivingIndex);
    return new MysqlNode(context.nextLife(), state);
  }

  /**
   * Takes one input in.
   *
   * @param nowNanos virtual time
   * @return what is to be done now, in this order
   */
  public List<ReplicaEffect> on(long nowNanos, ReplicaInput input) {
    context.begin(nowNanos);
    if (input instanceof ReplicaInput.Received received) {
      onReceived(received.from(), received.message());
    } else if (input instanceof ReplicaInput.Persisted persisted) {
      onPersisted(persisted.index());
    } else if (input instanceof ReplicaInput.TimerFired fired) {
      onTimer(fired.timer());
    } else if (input instanceof ReplicaInput.Asked asked) {
      onAsked(asked);
    } else if (input instanceof ReplicaInput.Cancelled cancelled) {
      reads.onCancelled(cancelled.client(), cancelled.request());
    } else if (input instanceof ReplicaInput.Ordered ordered) {
      onOrder(ordered.order());
    } else if (input instanceof ReplicaInput.Disconnected lost) {
      dumps.onDisconnected(lost.peer());
      receiver.onDisconnected(lost.peer());
    } else if (input instanceof ReplicaInput.AppendFailed) {
      commits.onAppendFailed();
    } else if (input instanceof ReplicaInput.Started) {
      onStarted();
    } else {
      throw new AssertionError("unknown input " + input);
    }
    return context.takeEffects();
  }

  private void onStarted() {
    check(!started, "%s was started twice in one life", context.self);
    started = true;
    startThreads();
  }

  private void startThreads() {
    receiver.start();
    applier.start();
  }

  private void onAsked(ReplicaInput.Asked asked) {
    if (asked.request().operation() instanceof Operation.Get get) {
      reads.onRead(asked.client(), asked.request(), get.key());
    } else {
      commits.onWrite(asked.client(), asked.request());
    }
  }

  private void onPersisted(long index) {
    boolean applied = commits.onPersisted(index);
    reads.onCommitted();
    dumps.onCommitted();
    if (applied) {
      applier.onCommitted();
    }
    demotion.proceed();
    takeover.proceed();
  }

  private void onReceived(NodeId from, ReplicaMessage message) {
    if (message instanceof ReplicaMessage.BinlogEvents events) {
      receiver.onEvents(events);
    } else if (message instanceof ReplicaMessage.DumpRequest request) {
      dumps.onRequest(from, request);
    } else if (message instanceof ReplicaMessage.DumpStarted start) {
      receiver.onStarted(start);
    } else if (message instanceof ReplicaMessage.DumpRefused refused) {
      receiver.onRefused(refused);
    } else if (message instanceof ReplicaMessage.DumpClosed closed) {
      dumps.onClosed(from, closed.session());
    } else {
      onSwitch(from, message);
    }
  }

  /** What changes who is whose source, or what a server is made of. */
  private void onSwitch(NodeId from, ReplicaMessage message) {
    if (message instanceof ReplicaMessage.Demote demote) {
      demotion.onDemote(from, demote.session());
    } else if (message instanceof ReplicaMessage.Demoted demoted) {
      takeover.onDemoted(demoted);
    } else if (message instanceof ReplicaMessage.Reinstate reinstate) {
      demotion.onReinstate(reinstate.session());
    } else if (message instanceof ReplicaMessage.FollowMe) {
      if (state.member) {
        follow(from);
      }
    } else if (message instanceof ReplicaMessage.CloneRequest request) {
      clone.onRequest(from, request.session());
    } else if (message instanceof ReplicaMessage.CloneData copy) {
      clone.onData(from, copy);
    } else {
      throw new AssertionError("unknown message " + message);
    }
  }

  private void onOrder(ReplicaOrder order) {
    if (order instanceof ReplicaOrder.Stop stop) {
      stop(stop.thread());
    } else if (order instanceof ReplicaOrder.Start start) {
      start(start.thread());
    } else if (order instanceof ReplicaOrder.Delay delay) {
      state.delayNanos = context.settings.delayNanos() + delay.nanos();
      applier.delayChanged();
    } else if (order instanceof ReplicaOrder.ReadOnly readOnly) {
      demotion.setReadOnly(readOnly.isOn());
    } else if (order instanceof ReplicaOrder.Follow follow) {
      follow(follow.source());
    } else if (order instanceof ReplicaOrder.Promote promote) {
      takeover.onPromote(promote.isForced());
    } else if (order instanceof ReplicaOrder.Rebuild) {
      clone.onRebuild();
    } else if (order instanceof ReplicaOrder.Join join) {
      join(join);
    } else if (order instanceof ReplicaOrder.Leave) {
      leave();
    } else {
      throw new AssertionError("unknown order " + order);
    }
  }

  private void start(ReplicaThread thread) {
    switch (thread) {
      case IO -> receiver.start();
      case SQL -> applier.start();
    }
  }

  private void stop(ReplicaThread thread) {
    switch (thread) {
      case IO -> receiver.stop();
      case SQL -> {
        applier.stop();
        takeover.proceed();
      }
    }
  }

  /** {@code CHANGE REPLICATION SOURCE TO} deletes the relay log (manual 13.4.2.3). */
  private void follow(NodeId source) {
    receiver.stop();
    applier.stop();
    applier.discardRelay();
    demotion.setReadOnly(true);
    state.sourceIs(source);
    state.member = true;
    context.note(new ReplicaEvent.Followed(context.self, source));
    startThreads();
  }

  private void join(ReplicaOrder.Join join) {
    follow(join.source());
    if (join.copied()) {
      clone.onRebuild();
    }
  }

  /** It keeps its data, stays read-only, and hears no more who leads. */
  private void leave() {
    receiver.stop();
    applier.stop();
    applier.discardRelay();
    clone.cancel();
    demotion.setReadOnly(true);
    state.sourceIs(null);
    state.member = false;
    context.note(new ReplicaEvent.Left(context.self));
  }

  private void onTimer(ReplicaTimer timer) {
    switch (timer.kind()) {
      case HEARTBEAT -> dumps.onHeartbeat();
      case RETRY -> receiver.onRetry(timer.number());
      case SILENCE -> receiver.onSilence(timer.number());
      case APPLY -> {
        applier.onTimer(timer.number());
        takeover.proceed();
      }
      case TAKEOVER -> takeover.onTimeout(timer.number());
      case CLONE -> clone.onRetry(timer.number());
    }
  }

  public NodeId self() {
    return context.self;
  }

  /** Whether it takes no writes. */
  public boolean isReadOnly() {
    return state.readOnly;
  }

  /** From whom it replicates; nobody, for a primary. */
  public Optional<NodeId> source() {
    return state.source();
  }

  /** What it has committed. */
  public GtidSet executed() {
    return state.executed;
  }

  /** What its log held once and no longer does ({@code gtid_purged}). */
  public GtidSet purged() {
    return state.log.purged();
  }

  /** Its committed rows. */
  public SortedMap<String, String> rows() {
    return state.table.rows();
  }

  /**
   * {@code SHOW REPLICA STATUS}.
   *
   * @param nowNanos virtual time, for the server's clock
   */
  public ReplicaStatus status(long nowNanos) {
    return new ReplicaStatus(
        state.source().orElse(null),
        receiver.io(),
        applier.isRunning(),
        applier.secondsBehindSource(receiver.io(), context.wallNanosAt(nowNanos)),
        applier.retrieved(),
        state.executed,
        receiver.lastError(),
        applier.lastError());
  }
}
