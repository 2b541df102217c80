package dev.skew.world.check;

import dev.skew.world.workload.Invocation;

/** A write of one key, as its client began it and as far as its fate is known. */
final class KnownWrite {

  /** The end of a write that may still be to come. */
  static final long NEVER = Long.MAX_VALUE;

  static final KnownWrite[] NONE = {};

  /** All writes of its key. */
  final WriteLog.OfKey ofKey;

  final String key;

  /** What was written; of a deletion a name of its own. */
  final String value;

  final boolean isDeletion;
  final Invocation invocation;
  final long begunNanos;

  /** It had taken effect by then for certain: it was acknowledged, or seen; else {@link #NEVER}. */
  long settledNanos = NEVER;

  /** Its client was told in time that it happened. */
  boolean acknowledged;

  /** Its client was told that it did not happen and never will. */
  boolean refused;

  /** Somebody read it. */
  boolean seen;

  /** What its session knew of other keys when it began: writes that come before this one. */
  KnownWrite[] causes = NONE;

  KnownWrite(WriteLog.OfKey ofKey, String value, boolean isDeletion, Invocation invocation) {
    this.ofKey = ofKey;
    this.key = ofKey.key;
    this.value = value;
    this.isDeletion = isDeletion;
    this.invocation = invocation;
    this.begunNanos = invocation.invokedNanos();
  }

  boolean isOfSameSessionAs(KnownWrite other) {
    return invocation.session() == other.invocation.session()
        && invocation.client().equals(other.invocation.client());
  }

  /** The one that began later; {@code one} when both began at once. */
  static KnownWrite later(KnownWrite one, KnownWrite other) {
    return other.begunNanos > one.begunNanos ? other : one;
  }

  /** One line for evidence. */
  @Override
  public String toString() {
    return Stories.span(begunNanos, settledNanos)
        + " "
        + Stories.session(invocation)
        + (isDeletion ? " deleted " + key : " wrote " + key + " = " + value);
  }
}
