package dev.skew.rehearse.simulation;

/**
 * An operator's act, as it was typed.
 *
 * @param atNanos the virtual instant at which it enters the queue
 */
public record TimedCommand(long atNanos, String line) {

  public TimedCommand {
    if (atNanos < 0) {
      throw new IllegalArgumentException("virtual time must not be negative, got " + atNanos);
    }
  }
}
