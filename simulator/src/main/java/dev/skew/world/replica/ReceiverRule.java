package dev.skew.world.replica;

import dev.skew.kernel.SimTime;
import dev.skew.world.replica.ReplicaMessage.BinlogEvents;
import dev.skew.world.replica.ReplicaMessage.DumpStarted;
import dev.skew.world.replica.ReplicaStatus.IoState;
import dev.skew.world.topology.NodeId;

/**
 * The receiver, or I/O thread: asks the source for its log and hands what comes to the relay log
 * (manual 17.2.3, 17.2.4). It dials again when the connection breaks, when a piece is missing, or
 * when the source has been silent for {@code replica_net_timeout}; an error 1236 stops it.
 *
 * <p>A process that starts has an empty relay log and fetches from where its tables stand ({@code
 * relay_log_recovery = ON}, manual 17.4.2).
 */
final class ReceiverRule {

  private final ServerContext context;
  private final ServerState state;
  private final ApplierRule applier;

  private IoState io = IoState.NO;
  private SqlError lastError = SqlError.NONE;
  private long session;
  private long messages;
  private long lastHeardNanos;

  ReceiverRule(ServerContext context, ServerState state, ApplierRule applier) {
    this.context = context;
    this.state = state;
    this.applier = applier;
  }

  IoState io() {
    return io;
  }

  SqlError lastError() {
    return lastError;
  }

  /** {@code START REPLICA IO_THREAD}. */
  void start() {
    if (io == IoState.NO && state.source().isPresent()) {
      lastError = SqlError.NONE;
      connect();
    }
  }

  /** {@code STOP REPLICA IO_THREAD}. */
  void stop() {
    if (io != IoState.NO) {
      context.send(state.source().orElse(null), new ReplicaMessage.DumpClosed(session));
      stopped(SqlError.NONE);
    }
  }

  void onStarted(DumpStarted started) {
    if (io != IoState.CONNECTING || started.session() != session) {
      return;
    }
    io = IoState.YES;
    messages = 0;
    applier.clockDifferenceIs(
        Math.floorDiv(context.wallNanos(), SimTime.SECOND)
            - Math.floorDiv(started.wallNanos(), SimTime.SECOND));
    lastHeardNanos = context.localNanos();
    context.setTimer(
        ReplicaTimer.Kind.SILENCE, session, context.settings.connection().netTimeoutNanos());
    context.note(new ReplicaEvent.ThreadStarted(context.self, ReplicaThread.IO));
  }

  void onEvents(BinlogEvents events) {
    if (io != IoState.YES || events.session() != session) {
      return;
    }
    if (events.number() != ++messages) {
      lost();
      return;
    }
    lastHeardNanos = context.localNanos();
    applier.received(events.transactions());
  }

  void onRefused(ReplicaMessage.DumpRefused refused) {
    if (io == IoState.CONNECTING && refused.session() == session) {
      stopped(refused.error());
    }
  }

  void onDisconnected(NodeId peer) {
    if (io == IoState.YES && state.source().filter(peer::equals).isPresent()) {
      lost();
    }
  }

  /** Time for another attempt. */
  void onRetry(long number) {
    if (io == IoState.CONNECTING && number == session) {
      connect();
    }
  }

  void onSilence(long number) {
    if (io != IoState.YES || number != session) {
      return;
    }
    long timeout = context.settings.connection().netTimeoutNanos();
    long silent = context.localNanos() - lastHeardNanos;
    if (silent >= timeout) {
      lost();
    } else {
      context.setTimer(ReplicaTimer.Kind.SILENCE, session, timeout - silent);
    }
  }

  private void lost() {
    state
        .source()
        .ifPresent(source -> context.note(new ReplicaEvent.SourceLost(context.self, source)));
    connect();
  }

  private void connect() {
    io = IoState.CONNECTING;
    session = context.nextSession();
    context.send(
        state.source().orElseThrow(), new ReplicaMessage.DumpRequest(session, applier.retrieved()));
    context.setTimer(ReplicaTimer.Kind.RETRY, session, context.settings.connection().retryNanos());
  }

  private void stopped(SqlError error) {
    io = IoState.NO;
    lastError = error;
    context.note(new ReplicaEvent.ThreadStopped(context.self, ReplicaThread.IO, error));
  }
}
