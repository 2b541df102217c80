package dev.skew.world.replica;

import dev.skew.world.kv.ClientResponse;
import dev.skew.world.topology.NodeId;

/** What a server wants done; the order of the list is the order of duties. */
public sealed interface ReplicaEffect {

  /** Say something to another server. */
  record Send(NodeId to, ReplicaMessage message) implements ReplicaEffect {}

  /** Answer a client. */
  record Respond(NodeId client, ClientResponse response) implements ReplicaEffect {}

  /**
   * Append to the binary log and sync it ({@code sync_binlog = 1}), then report it persisted.
   *
   * @param index counts the log's transactions from 1, over all the server's lives; a crash that
   *     loses the last ones makes their places free again
   */
  record Append(long index, int bytes) implements ReplicaEffect {}

  /** Start a timer by the server's own clock. Timers die with the process. */
  record SetTimer(ReplicaTimer timer, long localNanos) implements ReplicaEffect {}

  /** Put an event on the trace. */
  record Note(ReplicaEvent event) implements ReplicaEffect {}

  /** The server aborts with this complaint. */
  record Abort(String complaint) implements ReplicaEffect {}
}
