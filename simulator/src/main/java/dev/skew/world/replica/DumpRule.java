package dev.skew.world.replica;

import dev.skew.world.replica.ReplicaMessage.BinlogEvents;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The source's side: one dump thread for each replica that asked, which sends what is committed and
 * then whatever comes (manual 17.2.3). A replica that asks again, or whose connection breaks, ends
 * its former thread.
 */
final class DumpRule {

  private static final int MOST_TRANSACTIONS = 64;

  private static final class Dump {

    final long session;
    final GtidSet had;
    long nextIndex;
    long messages;
    long lastSentNanos;

    Dump(long session, GtidSet had, long nextIndex) {
      this.session = session;
      this.had = had;
      this.nextIndex = nextIndex;
    }
  }

  private final ServerContext context;
  private final ServerState state;
  private final Map<NodeId, Dump> dumps = new TreeMap<>();
  private boolean heartbeatSet;

  DumpRule(ServerContext context, ServerState state) {
    this.context = context;
    this.state = state;
  }

  void onRequest(NodeId replica, ReplicaMessage.DumpRequest request) {
    dumps.remove(replica);
    Optional<SqlError> refusal = refuse(request.had());
    if (refusal.isPresent()) {
      context.send(replica, new ReplicaMessage.DumpRefused(request.session(), refusal.get()));
      return;
    }
    Dump dump = new Dump(request.session(), request.had(), state.log.firstMissing(request.had()));
    dumps.put(replica, dump);
    context.send(replica, new ReplicaMessage.DumpStarted(request.session(), context.wallNanos()));
    dump.lastSentNanos = context.localNanos();
    send(replica, dump);
    keepAlive();
  }

  void onClosed(NodeId replica, long session) {
    Dump dump = dumps.get(replica);
    if (dump != null && dump.session == session) {
      dumps.remove(replica);
    }
  }

  void onDisconnected(NodeId replica) {
    dumps.remove(replica);
  }

  /** Something was committed. */
  void onCommitted() {
    dumps.forEach(this::send);
    purge();
  }

  /** Whoever heard nothing for the heartbeat's period is told that there is nothing. */
  void onHeartbeat() {
    heartbeatSet = false;
    dumps.forEach(
        (replica, dump) -> {
          if (context.localNanos() - dump.lastSentNanos >= period()) {
            say(replica, dump, List.of());
          }
        });
    keepAlive();
  }

  private Optional<SqlError> refuse(GtidSet had) {
    if (!had.containsAll(state.log.purged())) {
      return Optional.of(
          context.settings.autoPosition()
              ? SqlError.purged(state.log.purged())
              : SqlError.fileGone());
    }
    String self = context.self.name();
    boolean ahead = had.lastOf(self) > state.executed.lastOf(self);
    return ahead ? Optional.of(SqlError.moreThanSource()) : Optional.empty();
  }

  private void send(NodeId replica, Dump dump) {
    List<LoggedTransaction> some = new ArrayList<>();
    while (dump.nextIndex <= state.committedIndex) {
      LoggedTransaction next = state.log.at(dump.nextIndex++);
      if (!dump.had.contains(next.gtid())) {
        some.add(next);
      }
      if (some.size() == MOST_TRANSACTIONS) {
        say(replica, dump, some);
        some.clear();
      }
    }
    if (!some.isEmpty()) {
      say(replica, dump, some);
    }
  }

  private void say(NodeId replica, Dump dump, List<LoggedTransaction> transactions) {
    dump.lastSentNanos = context.localNanos();
    context.send(replica, new BinlogEvents(dump.session, ++dump.messages, transactions));
  }

  private void purge() {
    long needed = state.committedIndex + 1;
    for (Dump dump : dumps.values()) {
      needed = Math.min(needed, dump.nextIndex);
    }
    if (state.log.purge(context.wallNanos(), needed)) {
      context.note(new ReplicaEvent.LogPurged(context.self, state.log.purged()));
    }
  }

  private void keepAlive() {
    if (!heartbeatSet && !dumps.isEmpty()) {
      heartbeatSet = true;
      context.setTimer(ReplicaTimer.Kind.HEARTBEAT, 0, period());
    }
  }

  private long period() {
    return context.settings.connection().heartbeatNanos();
  }
}
