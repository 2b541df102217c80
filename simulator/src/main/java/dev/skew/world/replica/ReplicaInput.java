package dev.skew.world.replica;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.topology.NodeId;

/** What can happen to a server. */
public sealed interface ReplicaInput {

  /** The process has started; comes first, once. */
  record Started() implements ReplicaInput {}

  /** Another server says something. */
  record Received(NodeId from, ReplicaMessage message) implements ReplicaInput {}

  /** An operator, on the server itself. */
  record Ordered(ReplicaOrder order) implements ReplicaInput {}

  /** A client asks. */
  record Asked(NodeId client, ClientRequest request) implements ReplicaInput {}

  /** A client has given a request up. */
  record Cancelled(NodeId client, long request) implements ReplicaInput {}

  /** A timer of {@link ReplicaEffect.SetTimer} has run out. */
  record TimerFired(ReplicaTimer timer) implements ReplicaInput {}

  /** The log is on disk up to this place. */
  record Persisted(long index) implements ReplicaInput {}

  /** This place of the log could not be written. */
  record AppendFailed(long index) implements ReplicaInput {}

  /** The connection from or to another server broke. */
  record Disconnected(NodeId peer) implements ReplicaInput {}
}
