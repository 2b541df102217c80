package dev.skew.world.workload;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.topology.NodeId;

/** A client's way out to the network. */
public interface ClientPort {

  void send(NodeId to, ClientRequest request);

  /** Closes a request that the client has given up. */
  default void cancel(NodeId to, long requestId) {}
}
