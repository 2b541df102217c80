package dev.skew.world.replica;

/**
 * A timer; one that is no longer meant has an old number and is passed over.
 *
 * @param number which of its kind
 */
public record ReplicaTimer(Kind kind, long number) {

  /** What it is for. */
  public enum Kind {
    /** A source looks whom it owes a sign of life. */
    HEARTBEAT,
    /** A receiver dials again. */
    RETRY,
    /** A receiver looks how long its source has been silent. */
    SILENCE,
    /** The applier is through with a transaction. */
    APPLY,
    /** A switchover has taken too long. */
    TAKEOVER,
    /** A server that is to be rebuilt asks again. */
    CLONE
  }
}
