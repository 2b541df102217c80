package dev.skew.world.kv;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import java.util.List;

/**
 * The answer to a {@link ClientRequest}.
 *
 * @param id the request's
 * @param outcome what became of it
 * @param values what a read found: empty for an absent key, more than one for siblings
 * @param context the causal context to hand in with the session's next request, may be empty
 * @param revision the store's revision after a consensus operation, 0 where there is none
 * @param error the server's own words when the outcome is not {@link Outcome#OK}, else empty
 */
public record ClientResponse(
    long id, Outcome outcome, List<String> values, String context, long revision, String error)
    implements WireMessage {

  private static final int HEADER_BYTES = 120;

  public ClientResponse {
    values = values.isEmpty() ? List.of() : List.copyOf(values);
  }

  @Override
  public String kind() {
    return "client-response";
  }

  @Override
  public int sizeBytes() {
    return HEADER_BYTES + 64 * values.size();
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("request", id).put("outcome", outcome.label()).put("values", values.size());
    for (String value : values) {
      fields.put("value", value);
    }
    fields.put("revision", revision).put("error", error);
  }
}
