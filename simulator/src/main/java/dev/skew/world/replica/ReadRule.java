package dev.skew.world.replica;

import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.ClientResponse;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads of committed rows. A session that says what it has seen waits until the server has it too
 * ({@code WAIT_FOR_EXECUTED_GTID_SET} without a time-out, manual 12.19.1); every answer says what
 * the server has ({@code session_track_gtids = ALL_GTIDS}).
 */
final class ReadRule {

  private record Waiting(NodeId client, long request, String key, GtidSet wanted) {}

  private final ServerContext context;
  private final ServerState state;
  private final List<Waiting> waiting = new ArrayList<>();

  ReadRule(ServerContext context, ServerState state) {
    this.context = context;
    this.state = state;
  }

  void onRead(NodeId client, ClientRequest request, String key) {
    GtidSet wanted = GtidSet.parse(request.context());
    if (state.executed.containsAll(wanted)) {
      answer(client, request.id(), key);
    } else {
      waiting.add(new Waiting(client, request.id(), key, wanted));
    }
  }

  void onCancelled(NodeId client, long request) {
    waiting.removeIf(each -> each.request() == request && each.client().equals(client));
  }

  /** Something was committed: some may have waited for it. */
  void onCommitted() {
    for (int i = 0; i < waiting.size(); ) {
      Waiting each = waiting.get(i);
      if (state.executed.containsAll(each.wanted())) {
        waiting.remove(i);
        answer(each.client(), each.request(), each.key());
      } else {
        i++;
      }
    }
  }

  private void answer(NodeId client, long request, String key) {
    String value = state.table.get(key);
    context.respond(
        client,
        new ClientResponse(
            request,
            Outcome.OK,
            value == null ? List.of() : List.of(value),
            state.executed.toString(),
            state.committedIndex,
            ""));
  }
}
