package dev.skew.world.kv;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;

/**
 * A client has given a request up and closed it: what of it still waits in the server that was
 * asked is withdrawn, what went further runs on.
 *
 * @param id the request's
 */
public record CancelRequest(long id) implements WireMessage {

  @Override
  public String kind() {
    return "client-cancel";
  }

  @Override
  public int sizeBytes() {
    return 60;
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("request", id);
  }
}
