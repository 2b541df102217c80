package dev.skew.world.service;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;

/** What an instance of a service puts on record. */
public sealed interface ServiceEvent extends TraceEvent {

  /** The instance that recorded it. */
  NodeId node();

  /**
   * An attempt of a call left for an instance of the callee.
   *
   * @param edge caller and callee, as {@code svc-order:database}
   * @param request the user's request on whose behalf it is
   * @param attempt from 1
   */
  record AttemptSent(NodeId node, EdgeName edge, long request, int attempt)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-attempt-sent";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("edge", edge.toString()).put("request", request);
      fields.put("attempt", attempt);
    }
  }

  /**
   * The caller knows how an attempt ended, or has given it up.
   *
   * @param outcome a {@link Status}, {@code timeout} or {@code unreachable}
   */
  record AttemptEnded(NodeId node, EdgeName edge, long request, String outcome)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-attempt-ended";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("edge", edge.toString()).put("request", request);
      fields.put("outcome", outcome);
    }
  }

  /**
   * A call was not even tried.
   *
   * @param reason {@code breaker}, {@code bulkhead} or {@code budget}
   */
  record CallWithheld(NodeId node, EdgeName edge, long request, String reason)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-call-withheld";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("edge", edge.toString()).put("request", request);
      fields.put("reason", reason);
    }
  }

  /**
   * A call was turned away by the one who was asked.
   *
   * @param reason {@code gate}, {@code shed}, {@code queue-full} or {@code expired}
   */
  record CallRefused(NodeId node, String service, long request, String reason)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-call-refused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("service", service).put("request", request);
      fields.put("reason", reason);
    }
  }

  /**
   * An instance has done its own part of the work for a request, whoever still waits for it.
   *
   * @param workNanos how long a worker was busy with it
   */
  record WorkDone(NodeId node, String service, long request, long workNanos)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-work-done";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("service", service).put("request", request);
      fields.put("work-nanos", workNanos);
    }
  }

  /** A write took effect. */
  record EffectApplied(NodeId node, String service, long request) implements ServiceEvent {

    @Override
    public String kind() {
      return "service-effect-applied";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("service", service).put("request", request);
    }
  }

  /** A circuit breaker has another state now. */
  record BreakerChanged(
      NodeId node, EdgeName edge, CircuitBreaker.State from, CircuitBreaker.State to)
      implements ServiceEvent {

    @Override
    public String kind() {
      return "service-breaker-changed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("node", node.name()).put("edge", edge.toString());
      fields.put("from", from.label()).put("to", to.label());
    }
  }
}
