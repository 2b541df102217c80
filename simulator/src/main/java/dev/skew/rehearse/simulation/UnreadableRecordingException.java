package dev.skew.rehearse.simulation;

/** A file from which nothing can be replayed; the message is meant for its owner. */
public final class UnreadableRecordingException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableRecordingException(String message) {
    super(message);
  }
}
