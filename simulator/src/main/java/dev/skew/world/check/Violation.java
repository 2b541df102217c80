package dev.skew.world.check;

import dev.skew.kernel.SimTime;

/**
 * A promise that was broken.
 *
 * @param atNanos virtual time at which it was certain
 * @param invariant name of the promise, in kebab-case
 * @param detail one sentence for people
 * @param evidence the few operations or entries that prove it, a line each; may be empty
 */
public record Violation(long atNanos, String invariant, String detail, String evidence) {

  @Override
  public String toString() {
    String head = new SimTime(atNanos) + " " + invariant + ": " + detail;
    return evidence.isEmpty() ? head : head + "\n" + evidence;
  }
}
