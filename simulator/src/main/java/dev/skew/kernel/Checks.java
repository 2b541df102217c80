package dev.skew.kernel;

import com.google.errorprone.annotations.FormatMethod;

/** Invariants that are checked in every run, not only in tests. */
public final class Checks {

  private Checks() {}

  /**
   * Stops the run with a programmer's error when an invariant does not hold.
   *
   * @throws AssertionError with the formatted message when {@code holds} is false
   */
  @FormatMethod
  public static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new AssertionError(String.format(message, values));
    }
  }

  /** The same for one number, which is not boxed while the invariant holds. */
  @FormatMethod
  public static void check(boolean holds, String message, long value) {
    if (!holds) {
      throw new AssertionError(String.format(message, value));
    }
  }

  /** The same for two numbers, which are not boxed while the invariant holds. */
  @FormatMethod
  public static void check(boolean holds, String message, long one, long other) {
    if (!holds) {
      throw new AssertionError(String.format(message, one, other));
    }
  }
}
