package dev.skew.world.workload;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.topology.NodeId;

/** A client's way out to the network. */
@FunctionalInterface
public interface ClientPort {

  void send(NodeId to, ClientRequest request);
}
