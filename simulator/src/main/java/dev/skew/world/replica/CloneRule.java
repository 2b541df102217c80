package dev.skew.world.replica;

import dev.skew.world.replica.ReplicaMessage.CloneData;
import dev.skew.world.topology.NodeId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rebuilding a replica as a copy of its source (the clone plugin, manual 5.6.7): all that it had is
 * dropped, transactions that nobody else has too.
 */
final class CloneRule {

  private static final int ROW_BYTES = 200;

  private final ServerContext context;
  private final ServerState state;
  private final CommitRule commits;
  private final ReceiverRule receiver;
  private final ApplierRule applier;

  private long session;
  private boolean underWay;

  CloneRule(
      ServerContext context,
      ServerState state,
      CommitRule commits,
      ReceiverRule receiver,
      ApplierRule applier) {
    this.context = context;
    this.state = state;
    this.commits = commits;
    this.receiver = receiver;
    this.applier = applier;
  }

  void onRebuild() {
    if (state.source().isPresent()) {
      receiver.stop();
      applier.stop();
      ask();
    }
  }

  /** The server is no replica any more: a copy that comes is too late. */
  void cancel() {
    underWay = false;
  }

  void onRetry(long number) {
    if (underWay && number == session) {
      ask();
    }
  }

  void onRequest(NodeId recipient, long number) {
    SortedMap<String, String> copy = new TreeMap<>(state.table.rows());
    int bytes = 0;
    for (Map.Entry<String, String> row : copy.entrySet()) {
      bytes += ROW_BYTES + row.getKey().length() + row.getValue().length();
    }
    context.send(recipient, new CloneData(number, copy, state.executed, bytes));
  }

  void onData(NodeId donor, CloneData copy) {
    if (!underWay || copy.session() != session) {
      return;
    }
    underWay = false;
    commits.forget();
    state.replaceBy(copy);
    applier.restartFrom(copy.executed());
    context.note(new ReplicaEvent.Rebuilt(context.self, donor));
    receiver.start();
    applier.start();
  }

  private void ask() {
    underWay = true;
    session = context.nextSession();
    context.send(state.source().orElseThrow(), new ReplicaMessage.CloneRequest(session));
    context.setTimer(ReplicaTimer.Kind.CLONE, session, context.settings.connection().retryNanos());
  }
}
