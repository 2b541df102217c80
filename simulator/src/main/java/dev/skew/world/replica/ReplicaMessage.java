package dev.skew.world.replica;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import java.util.List;
import java.util.SortedMap;

/** What servers say to each other. */
public sealed interface ReplicaMessage extends WireMessage {

  int HEADER_BYTES = 80;

  /** Of which conversation it is a part: unique per server that began it. */
  long session();

  @Override
  default int sizeBytes() {
    return HEADER_BYTES;
  }

  @Override
  default void describe(TraceFields fields) {
    fields.put("session", session());
  }

  /** Whether it is part of the stream that a source sends without being asked each time. */
  default boolean isStreamed() {
    return false;
  }

  /**
   * {@code COM_BINLOG_DUMP_GTID}: send me your log from here on.
   *
   * @param had what the replica has executed or received
   */
  record DumpRequest(long session, GtidSet had) implements ReplicaMessage {

    @Override
    public String kind() {
      return "binlog-dump";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("session", session).put("had", had.toString());
    }
  }

  /** The replica closes the connection. */
  record DumpClosed(long session) implements ReplicaMessage {

    @Override
    public String kind() {
      return "binlog-dump-closed";
    }
  }

  /**
   * The log follows.
   *
   * @param wallNanos the source's clock, with which a replica compares its own once
   */
  record DumpStarted(long session, long wallNanos) implements ReplicaMessage {

    @Override
    public String kind() {
      return "binlog-dump-started";
    }

    @Override
    public boolean isStreamed() {
      return true;
    }
  }

  /** The source cannot send what was asked for. */
  record DumpRefused(long session, SqlError error) implements ReplicaMessage {

    @Override
    public String kind() {
      return "binlog-dump-refused";
    }

    @Override
    public boolean isStreamed() {
      return true;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("session", session).put("code", error.code());
    }
  }

  /**
   * A piece of the log.
   *
   * @param number counts the messages of the stream from 1: a piece that got lost shows
   */
  record BinlogEvents(long session, long number, List<LoggedTransaction> transactions)
      implements ReplicaMessage {

    public BinlogEvents {
      transactions = List.copyOf(transactions);
    }

    @Override
    public String kind() {
      return "binlog-events";
    }

    @Override
    public boolean isStreamed() {
      return true;
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + transactions.stream().mapToInt(LoggedTransaction::bytes).sum();
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("session", session).put("number", number).put("size", transactions.size());
      if (!transactions.isEmpty()) {
        fields.put("first", transactions.get(0).gtid().toString());
      }
    }
  }

  /** The candidate of a switchover to its source: accept no more writes and say what you have. */
  record Demote(long session) implements ReplicaMessage {

    @Override
    public String kind() {
      return "demote";
    }
  }

  /** No more writes will come on top of these. */
  record Demoted(long session, GtidSet executed) implements ReplicaMessage {

    @Override
    public String kind() {
      return "demoted";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("session", session).put("executed", executed.toString());
    }
  }

  /** The switchover failed: accept writes again. */
  record Reinstate(long session) implements ReplicaMessage {

    @Override
    public String kind() {
      return "reinstate";
    }
  }

  /** The new primary to all others: replicate from me. */
  record FollowMe(long session) implements ReplicaMessage {

    @Override
    public String kind() {
      return "follow-me";
    }
  }

  /** Send me everything. */
  record CloneRequest(long session) implements ReplicaMessage {

    @Override
    public String kind() {
      return "clone-request";
    }
  }

  /** Everything, as of one transaction. */
  record CloneData(long session, SortedMap<String, String> rows, GtidSet executed, int bytes)
      implements ReplicaMessage {

    @Override
    public String kind() {
      return "clone-data";
    }

    @Override
    public boolean isStreamed() {
      return true;
    }

    @Override
    public int sizeBytes() {
      return HEADER_BYTES + bytes;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("session", session).put("rows", rows.size());
      fields.put("executed", executed.toString());
    }
  }
}
