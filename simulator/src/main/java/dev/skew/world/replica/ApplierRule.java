package dev.skew.world.replica;

import dev.skew.kernel.SimTime;
import dev.skew.world.replica.ReplicaStatus.IoState;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The applier, or SQL thread: executes the relay log one transaction after the other (manual
 * 17.2.3), none before it is {@code SOURCE_DELAY} old (manual 17.4.11). What its tables contradict
 * stops it, until somebody does something about it.
 */
final class ApplierRule {

  private final ServerContext context;
  private final ServerState state;
  private final CommitRule commits;
  private final ArrayDeque<LoggedTransaction> relay = new ArrayDeque<>();

  private GtidSet retrieved;
  private boolean running;
  private SqlError lastError = SqlError.NONE;
  private long clockDifferenceSeconds;

  /** The transaction at the head of the relay log, while the thread is at it. */
  private @Nullable LoggedTransaction current;

  /** The transaction that is in the binary log and not yet on disk. */
  private @Nullable LoggedTransaction committing;

  private long attempt;
  private long lastSourceSeconds;

  ApplierRule(ServerContext context, ServerState state, CommitRule commits) {
    this.context = context;
    this.state = state;
    this.commits = commits;
    this.retrieved = state.executed;
  }

  boolean isRunning() {
    return running;
  }

  SqlError lastError() {
    return lastError;
  }

  /** What was executed or waits in the relay log. */
  GtidSet retrieved() {
    return retrieved;
  }

  /** Whether all that was received is executed. */
  boolean isDrained() {
    return relay.isEmpty() && committing == null;
  }

  /** By how much this clock is ahead of the source's, taken once for a connection. */
  void clockDifferenceIs(long seconds) {
    clockDifferenceSeconds = seconds;
  }

  /** {@code START REPLICA SQL_THREAD}: what failed is tried again. */
  void start() {
    if (!running && state.source().isPresent()) {
      running = true;
      lastError = SqlError.NONE;
      context.note(new ReplicaEvent.ThreadStarted(context.self, ReplicaThread.SQL));
      next();
    }
  }

  /** {@code STOP REPLICA SQL_THREAD}: what is not committed is rolled back. */
  void stop() {
    if (running) {
      stopped(SqlError.NONE);
    }
  }

  /** The relay log is deleted; the receiver fetches anew what is not executed. */
  void discardRelay() {
    relay.clear();
    current = null;
    attempt++;
    retrieved = committing == null ? state.executed : state.executed.with(committing.gtid());
  }

  /** A copy of another server has taken the place of all that was here. */
  void restartFrom(GtidSet executed) {
    committing = null;
    discardRelay();
    retrieved = executed;
  }

  void received(List<LoggedTransaction> transactions) {
    for (LoggedTransaction transaction : transactions) {
      if (!retrieved.contains(transaction.gtid())) {
        retrieved = retrieved.with(transaction.gtid());
        relay.addLast(transaction);
      }
    }
    next();
  }

  /** {@code SOURCE_DELAY} has changed: the wait for it begins anew. */
  void delayChanged() {
    current = null;
    attempt++;
    next();
  }

  void onTimer(long number) {
    LoggedTransaction transaction = current;
    if (transaction == null || number != attempt) {
      return;
    }
    current = null;
    Optional<SqlError> refusal = state.table.refuse(transaction);
    if (refusal.isPresent()) {
      stopped(refusal.get());
      return;
    }
    relay.removeFirst();
    committing = transaction;
    commits.onApplied(transaction);
  }

  /** The transaction that was applied is committed. */
  void onCommitted() {
    committing = null;
    next();
  }

  /**
   * {@code Seconds_Behind_Source}, as {@code show_slave_status_send_data} in MySQL 8.0's
   * rpl_replica.cc reckons it: whole seconds from the timestamp of the event that is executed to
   * this clock, less the difference of the clocks when the connection began. NULL while the applier
   * stands, or has nothing to do and no receiver is connected; 0 when it has nothing to do and one
   * is, even if nothing has come for a minute.
   */
  @Nullable Long secondsBehindSource(IoState io, long wallNanos) {
    if (!running) {
      return null;
    }
    if (isDrained()) {
      return io == IoState.YES ? 0L : null;
    }
    long nowSeconds = Math.floorDiv(wallNanos, SimTime.SECOND);
    return Math.max(0, nowSeconds - lastSourceSeconds - clockDifferenceSeconds);
  }

  private void next() {
    LoggedTransaction head = relay.peekFirst();
    if (!running || committing != null || current != null || head == null) {
      return;
    }
    current = head;
    lastSourceSeconds = Math.floorDiv(head.wallNanos(), SimTime.SECOND);
    long applyNanos = context.settings.applyTime().sampleNanos(context.random.nextDouble());
    context.setTimer(ReplicaTimer.Kind.APPLY, ++attempt, delayNanos(head) + applyNanos);
  }

  /** How long a transaction is still too young, by the clocks as the replica compares them. */
  private long delayNanos(LoggedTransaction transaction) {
    if (state.delayNanos == 0) {
      return 0;
    }
    long age =
        context.wallNanos() - transaction.wallNanos() - clockDifferenceSeconds * SimTime.SECOND;
    return Math.max(0, state.delayNanos - age);
  }

  private void stopped(SqlError error) {
    running = false;
    lastError = error;
    current = null;
    attempt++;
    context.note(new ReplicaEvent.ThreadStopped(context.self, ReplicaThread.SQL, error));
  }
}
