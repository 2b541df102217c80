package dev.skew.world.service;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;

/** What callers and instances of services say to each other. */
public sealed interface ServiceMessage extends WireMessage {

  /** The call's, unique per caller. */
  long id();

  /**
   * A call.
   *
   * @param attempt from 1
   * @param remainingNanos how much time is left for it, as gRPC's {@code grpc-timeout} header tells
   *     it; 0 where deadlines are not propagated
   */
  record Call(long id, ServiceRequest request, int attempt, long remainingNanos)
      implements ServiceMessage {

    @Override
    public String kind() {
      return "service-call";
    }

    @Override
    public int sizeBytes() {
      return 600;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("call", id).put("request", request.id()).put("attempt", attempt);
      fields.put("write", request.write()).put("critical", request.critical());
    }
  }

  /** The answer to a {@link Call}. */
  record Reply(long id, Status status) implements ServiceMessage {

    @Override
    public String kind() {
      return "service-reply";
    }

    @Override
    public int sizeBytes() {
      return 600;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("call", id).put("status", status.label());
    }
  }

  /** The caller has given up and says so, as a reset of an HTTP/2 stream does. */
  record Cancel(long id) implements ServiceMessage {

    @Override
    public String kind() {
      return "service-cancel";
    }

    @Override
    public int sizeBytes() {
      return 60;
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("call", id);
    }
  }
}
