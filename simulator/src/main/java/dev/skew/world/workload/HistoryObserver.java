package dev.skew.world.workload;

/** Sees a history as it is made, in order. What it does must not reach back into the world. */
public interface HistoryObserver {

  /** An operation began. */
  default void onInvoked(Invocation invocation) {}

  /** The client has its answer, or gave up; comes at most once for an operation. */
  default void onCompleted(Invocation invocation, Completion completion) {}

  /**
   * A server answered after its client had given up. The client never knew; a judge may.
   *
   * @param completion what the client would have learned
   */
  default void onLateAnswer(Invocation invocation, Completion completion) {}
}
