package dev.skew.observe.promql;

/** An expression that cannot be read, or cannot be answered. */
public abstract class PromqlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PromqlException(String message) {
    super(message);
  }
}
