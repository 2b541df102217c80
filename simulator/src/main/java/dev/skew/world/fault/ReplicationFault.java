package dev.skew.world.fault;

import java.time.Duration;

/** What is done to asynchronous replication, by misfortune or by hand; MySQL's words. */
public sealed interface ReplicationFault extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onReplication(this);
  }

  /** Whether nothing of it stays in force. */
  default boolean isDoneAtOnce() {
    return true;
  }

  /** Which of a replica's threads. */
  enum Threads {
    IO("io"),
    SQL("sql"),
    BOTH("both");

    private final String label;

    Threads(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * Replicas execute nothing before it is so old ({@code SOURCE_DELAY}); throttles add up.
   *
   * @param latency from the commit on the primary to the execution
   */
  record Throttle(Duration latency) implements ReplicationFault {

    public Throttle {
      Ranges.notNegative("latency", latency);
    }

    @Override
    public boolean isDoneAtOnce() {
      return false;
    }
  }

  /** {@code STOP REPLICA}; the threads start again when the fault ends, or by a start. */
  record Stop(Threads threads) implements ReplicationFault {

    @Override
    public boolean isDoneAtOnce() {
      return false;
    }
  }

  /** {@code START REPLICA}. */
  record Start(Threads threads) implements ReplicationFault {}

  /**
   * A replica becomes the primary.
   *
   * @param force without asking the former primary, and whatever stands against it
   */
  record Promote(boolean force) implements ReplicationFault {}

  /**
   * A server replicates from another one from now on.
   *
   * @param source its name
   * @param force although it holds transactions that the other has not
   */
  record Follow(String source, boolean force) implements ReplicationFault {}

  /** {@code SET GLOBAL super_read_only}: how a former primary is fenced. */
  record ReadOnly(boolean on) implements ReplicationFault {}

  /** How a server that is added gets what was committed before it came. */
  enum Recovery {
    /** From the primary's log if that still has all of it, else as a copy. */
    AUTO("auto"),
    /** As a copy of the primary (the clone plugin). */
    CLONE("clone"),
    /** From the primary's log. */
    INCREMENTAL("incremental");

    private final String label;

    Recovery(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** A server that replicates from nobody becomes a replica of the primary. */
  record AddReplica(Recovery recovery) implements ReplicationFault {

    @Override
    public boolean isRemedy() {
      return true;
    }
  }

  /** A replica replicates no more, and no proxy reads from it. */
  record RemoveReplica() implements ReplicationFault {

    @Override
    public boolean isRemedy() {
      return true;
    }
  }

  /** A replica becomes a fresh copy of its source. */
  record Rebuild() implements ReplicationFault {}
}
