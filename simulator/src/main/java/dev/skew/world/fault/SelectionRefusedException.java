package dev.skew.world.fault;

/** No nodes are as a command wants them; the message says why and what would be possible. */
public final class SelectionRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SelectionRefusedException(String message) {
    super(message);
  }
}
