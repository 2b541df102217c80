package dev.skew.observe.promql;

/** An expression that is well formed and has no answer over these series. */
public final class PromqlQueryException extends PromqlException {

  private static final long serialVersionUID = 1L;

  PromqlQueryException(String message) {
    super(message);
  }
}
