package dev.skew.world.workload;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.topology.NodeId;

/** A client's way out to the network. */
public interface ClientPort {

  void send(NodeId to, ClientRequest request);

  /** Sends an attempt of an operation; what it is about may travel along. */
  default void send(NodeId to, ClientRequest request, Invocation invocation) {
    send(to, request);
  }

  /** Closes a request that the client has given up. */
  default void cancel(NodeId to, long requestId) {}
}
