package dev.skew.world.replica;

import dev.skew.world.topology.NodeId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server knows beyond its threads, and what of it survives a crash: all of this does. */
final class ServerState {

  final BinaryLog log;
  final Table table = new Table();

  /** What is committed ({@code gtid_executed}). */
  GtidSet executed = GtidSet.EMPTY;

  /** The log is committed up to here. */
  long committedIndex;

  /** {@code super_read_only}, as by {@code SET PERSIST}. */
  boolean readOnly;

  /** Whether those who change who leads count it in. */
  boolean member = true;

  /** {@code SOURCE_DELAY}. */
  long delayNanos;

  private @Nullable NodeId source;

  ServerState(ReplicaSettings settings, @Nullable NodeId source) {
    this.log = new BinaryLog(settings.log());
    this.delayNanos = settings.delayNanos();
    this.source = source;
    this.readOnly = source != null;
  }

  /** From whom it replicates. */
  Optional<NodeId> source() {
    return Optional.ofNullable(source);
  }

  void sourceIs(@Nullable NodeId now) {
    source = now;
  }

  /** Commits the next transaction of the log. */
  void commitNext() {
    LoggedTransaction transaction = log.at(++committedIndex);
    executed = executed.with(transaction.gtid());
    table.commit(transaction.change());
  }

  /** Binary log and tables agree after a crash: what the log has is committed (manual 5.4.4). */
  void recover(long survivingIndex) {
    log.truncate(Math.max(survivingIndex, committedIndex));
    while (committedIndex < log.lastIndex()) {
      commitNext();
    }
  }

  /** Takes a copy of another server in the place of all that it had. */
  void replaceBy(ReplicaMessage.CloneData copy) {
    table.replace(copy.rows());
    executed = copy.executed();
    log.restart(copy.executed());
    committedIndex = log.lastIndex();
  }
}
