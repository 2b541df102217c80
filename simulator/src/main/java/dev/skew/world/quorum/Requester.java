package dev.skew.world.quorum;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.List;

/**
 * Who waits for an answer: a client, or the node that a client asked and that handed the write on.
 *
 * @param node the client or the node
 * @param forwardId the node's operation, 0 for a client, negative for the node itself
 */
record Requester(NodeId node, long forwardId, ClientRequest request) {

  private static final long ITSELF = -1;

  /** A node that writes without anybody having asked it to. */
  static Requester ofItself(NodeId node, ClientRequest request) {
    return new Requester(node, ITSELF, request);
  }

  boolean isForwarded() {
    return forwardId != 0;
  }

  void answer(StoreContext context, ClientResponse response) {
    if (forwardId == ITSELF) {
      return; // whether it worked shows on the row
    }
    if (isForwarded()) {
      int place = context.ring.placeOf(node);
      context.send(place, new StoreMessage.Forwarded(context.stamp(), forwardId, response));
    } else {
      context.emit(new StoreEffect.Respond(node, response));
    }
  }

  void succeed(StoreContext context, List<String> values, String seen) {
    answer(context, new ClientResponse(request.id(), Outcome.OK, values, seen, 0, ""));
  }

  void fail(StoreContext context, Outcome outcome, String error) {
    String seen = request.context();
    answer(context, new ClientResponse(request.id(), outcome, List.of(), seen, 0, error));
  }
}
