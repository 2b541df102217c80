package dev.skew.world.kv;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;

/**
 * A client's request to the node it is connected to.
 *
 * @param id unique per client
 * @param operation what is asked
 * @param context what the client's session has seen (a causal context of the store), opaque, may be
 *     empty
 * @param valueBytes size of each value on the wire and on disk
 */
public record ClientRequest(long id, Operation operation, String context, int valueBytes)
    implements WireMessage {

  private static final int HEADER_BYTES = 120;

  @Override
  public String kind() {
    return "client-request";
  }

  @Override
  public int sizeBytes() {
    return HEADER_BYTES + valueBytes;
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("request", id);
    operation.describe(fields);
  }
}
