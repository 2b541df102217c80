package dev.skew.world.workload;

/** What a session hands in with a request of what it has been told before. */
public enum SessionContext {
  /** Nothing. */
  NONE,
  /** What came with the request's key last: a causal context of the quorum store. */
  OF_KEY,
  /** What came last, whatever the key: a position in a replicated log. */
  OF_SESSION
}
