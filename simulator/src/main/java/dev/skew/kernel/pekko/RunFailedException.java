package dev.skew.kernel.pekko;

import dev.skew.kernel.SimTime;

/** Something went wrong inside virtual time; nothing runs in that sandbox afterwards. */
public final class RunFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long atNanos;

  RunFailedException(long atNanos, String what, Throwable cause) {
    super("run stopped at " + new SimTime(atNanos) + ": " + what, cause);
    this.atNanos = atNanos;
  }

  /** Virtual time at which it was noticed. */
  public long atNanos() {
    return atNanos;
  }
}
