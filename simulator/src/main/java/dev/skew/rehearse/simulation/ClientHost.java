package dev.skew.rehearse.simulation;

import dev.skew.kernel.EventTarget;
import dev.skew.world.kv.CancelRequest;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.network.Channel;
import dev.skew.world.network.Endpoint;
import dev.skew.world.network.VirtualNetwork;
import dev.skew.world.network.WireMessage;
import dev.skew.world.service.ServiceMessage;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.ClientActor;
import dev.skew.world.workload.ClientPort;
import java.util.ArrayList;
import java.util.List;

/**
 * An address at which clients run. Several workloads may share it: request ids carry the place of
 * their client, as ports do.
 */
final class ClientHost implements Endpoint {

  private static final int PLACE_BITS = 10;
  private static final long PLACE_MASK = (1 << PLACE_BITS) - 1;

  private final NodeId self;
  private final VirtualNetwork network;
  private final List<EventTarget> clients = new ArrayList<>();

  ClientHost(NodeId self, VirtualNetwork network) {
    this.self = self;
    this.network = network;
  }

  /** The way out to a store for the client that {@link #bind}s next. */
  ClientPort port() {
    return new Port(clients.size());
  }

  /** The way out to services for the client that {@link #bind}s next. */
  ClientPort servicePort() {
    return new ServicePort(self, network, clients.size(), PLACE_BITS);
  }

  /** A client's own mailbox, once it is bound. */
  EventTarget client(int place) {
    return clients.get(place);
  }

  /** The place of the client that {@link #bind}s next. */
  int nextPlace() {
    return clients.size();
  }

  void bind(EventTarget client) {
    clients.add(client);
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    if (message instanceof ClientResponse response) {
      ClientResponse own =
          new ClientResponse(
              response.id() >> PLACE_BITS,
              response.outcome(),
              response.values(),
              response.context(),
              response.revision(),
              response.error());
      deliver(from, response.id(), own);
    } else if (message instanceof ServiceMessage.Reply reply) {
      deliver(from, reply.id(), ServicePort.response(reply, reply.id() >> PLACE_BITS));
    }
  }

  private void deliver(NodeId from, long numberedId, ClientResponse response) {
    clients.get((int) (numberedId & PLACE_MASK)).onEvent(new ClientActor.Deliver(from, response));
  }

  /** A client's own way out; its place becomes part of its requests' ids. */
  private final class Port implements ClientPort {

    private final int place;

    Port(int place) {
      this.place = place;
    }

    @Override
    public void send(NodeId to, ClientRequest request) {
      network.send(
          self,
          to,
          Channel.CLIENT_REQUEST,
          new ClientRequest(
              numbered(request.id()),
              request.operation(),
              request.context(),
              request.valueBytes()));
    }

    @Override
    public void cancel(NodeId to, long requestId) {
      network.send(self, to, Channel.CLIENT_REQUEST, new CancelRequest(numbered(requestId)));
    }

    private long numbered(long requestId) {
      return requestId << PLACE_BITS | place;
    }
  }
}
