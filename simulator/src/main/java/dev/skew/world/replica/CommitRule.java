package dev.skew.world.replica;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction is committed: into the binary log, the log to disk, then into the tables and
 * only then to its client and to replicas (manual 17.1.6.4, {@code sync_binlog = 1}). No replica is
 * waited for.
 */
final class CommitRule {

  private static final int EVENT_BYTES = 150;

  /**
   * A transaction that is in the log and perhaps not on disk.
   *
   * @param client who waits for it, null for the applier
   */
  private record Pending(
      long index, LoggedTransaction transaction, @Nullable NodeId client, long request) {}

  private final ServerContext context;
  private final ServerState state;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();

  CommitRule(ServerContext context, ServerState state) {
    this.context = context;
    this.state = state;
  }

  /** A client's statement; refused where the server takes none. */
  void onWrite(NodeId client, ClientRequest request) {
    if (state.readOnly) {
      context.refuse(client, request.id(), SqlError.readOnly());
      return;
    }
    RowChange change = change(request.operation());
    if (change == null) {
      context.refuse(client, request.id(), SqlError.unsupported());
      return;
    }
    Gtid gtid = new Gtid(context.self.name(), lastOwnNumber() + 1);
    int bytes = EVENT_BYTES + change.key().length() + request.valueBytes();
    append(new LoggedTransaction(gtid, change, context.wallNanos(), bytes), client, request.id());
  }

  /** What a replica executes it logs as well ({@code log_replica_updates}), as it stood. */
  void onApplied(LoggedTransaction transaction) {
    append(transaction, null, 0);
  }

  /**
   * The log is on disk up to a place.
   *
   * @return whether the applier's transaction was among those committed by it
   */
  boolean onPersisted(long index) {
    boolean applied = false;
    while (!pending.isEmpty() && pending.getFirst().index() <= index) {
      Pending done = pending.removeFirst();
      state.commitNext();
      if (done.client() == null) {
        applied = true;
      } else {
        committed(done, done.client());
      }
    }
    return applied;
  }

  /** The binary log cannot be written ({@code binlog_error_action = ABORT_SERVER}). */
  void onAppendFailed() {
    context.emit(
        new ReplicaEffect.Abort(
            "An error occurred during flush stage of the commit. 'binlog_error_action' is set to"
                + " 'ABORT_SERVER'. Server is being stopped"));
  }

  boolean isIdle() {
    return pending.isEmpty();
  }

  /** What is under way is of a history that is no longer this server's. */
  void forget() {
    pending.clear();
  }

  private void committed(Pending done, NodeId client) {
    Gtid gtid = done.transaction().gtid();
    context.note(new ReplicaEvent.Committed(context.self, gtid, done.transaction().change().key()));
    context.respond(
        client,
        new ClientResponse(
            done.request(), Outcome.OK, List.of(), state.executed.toString(), done.index(), ""));
  }

  private void append(LoggedTransaction transaction, @Nullable NodeId client, long request) {
    long index = state.log.append(transaction, context.wallNanos());
    pending.addLast(new Pending(index, transaction, client, request));
    context.emit(new ReplicaEffect.Append(index, transaction.bytes()));
  }

  private long lastOwnNumber() {
    String self = context.self.name();
    Iterator<Pending> latestFirst = pending.descendingIterator();
    while (latestFirst.hasNext()) {
      Gtid gtid = latestFirst.next().transaction().gtid();
      if (gtid.server().equals(self)) {
        return gtid.number();
      }
    }
    return state.executed.lastOf(self);
  }

  private @Nullable RowChange change(Operation operation) {
    if (operation instanceof Operation.Put put) {
      RowChange.Kind kind = isThere(put.key()) ? RowChange.Kind.UPDATE : RowChange.Kind.INSERT;
      return new RowChange(kind, put.key(), put.value());
    }
    return operation instanceof Operation.Delete delete && isThere(delete.key())
        ? new RowChange(RowChange.Kind.DELETE, delete.key(), null)
        : null;
  }

  /** Transactions before this one hold their rows' locks until they are committed. */
  private boolean isThere(String key) {
    Iterator<Pending> latestFirst = pending.descendingIterator();
    while (latestFirst.hasNext()) {
      RowChange change = latestFirst.next().transaction().change();
      if (change.key().equals(key)) {
        return change.kind() != RowChange.Kind.DELETE;
      }
    }
    return state.table.has(key);
  }
}
