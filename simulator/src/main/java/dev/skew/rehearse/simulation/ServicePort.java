package dev.skew.rehearse.simulation;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.network.Channel;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.service.ServiceMessage;
import dev.skew.world.service.ServiceRequest;
import dev.skew.world.service.Status;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientPort;
import dev.skew.world.workload.Invocation;
import java.util.List;

/** A user's way to services: an operation becomes a request, which keeps its id over retries. */
record ServicePort(NodeId self, VirtualNetwork network, int place, int placeBits)
    implements ClientPort {

  @Override
  public void send(NodeId to, ClientRequest request) {
    throw new AssertionError("a request to a service needs to know what it is about");
  }

  @Override
  public void send(NodeId to, ClientRequest request, Invocation invocation) {
    ServiceRequest wanted =
        new ServiceRequest(
            invocation.id(),
            invocation.client().name() + "/" + invocation.session(),
            invocation.operation().keys().get(0),
            invocation.operation().isWrite(),
            invocation.critical());
    int attempt = request.id() == invocation.requestId() ? 1 : 2;
    network.send(
        self,
        to,
        Channel.SERVICE_REQUEST,
        new ServiceMessage.Call(numbered(request.id()), wanted, attempt, 0));
  }

  @Override
  public void cancel(NodeId to, long requestId) {
    network.send(self, to, Channel.SERVICE_REQUEST, new ServiceMessage.Cancel(numbered(requestId)));
  }

  private long numbered(long requestId) {
    return requestId << placeBits | place;
  }

  /** What a user learns: only one that was turned away at the door knows that nothing was done. */
  static ClientResponse response(ServiceMessage.Reply reply, long id) {
    Outcome outcome =
        switch (reply.status()) {
          case OK -> Outcome.OK;
          case OVERLOADED, EXPIRED -> Outcome.FAILED;
          case ERROR, INVALID -> Outcome.UNKNOWN;
        };
    String error = reply.status() == Status.OK ? "" : reply.status().label();
    return new ClientResponse(id, outcome, List.of(), "", 0, error);
  }
}
