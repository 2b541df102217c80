package dev.skew.world.service;

/** How a call ended, as the one who was asked says. */
public enum Status {
  OK("ok", false),
  /** It failed; a write may have had its effect (HTTP 500). */
  ERROR("error", true),
  /** It was turned away before any work was done (HTTP 503). */
  OVERLOADED("overloaded", true),
  /** Its deadline had passed before anybody began with it (gRPC's DEADLINE_EXCEEDED). */
  EXPIRED("expired", false),
  /** It was answered, with something that the caller cannot use. */
  INVALID("invalid", false);

  private final String label;
  private final boolean retryable;

  Status(String label, boolean retryable) {
    this.label = label;
    this.retryable = retryable;
  }

  /** The name as traces write it. */
  public String label() {
    return label;
  }

  /** Whether another attempt makes sense: Envoy's {@code retry_on: 5xx}. */
  boolean isRetryable() {
    return retryable;
  }
}
