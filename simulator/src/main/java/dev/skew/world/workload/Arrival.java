package dev.skew.world.workload;

/** When a client's operations begin. */
public sealed interface Arrival {

  /** How many sessions the client runs side by side. */
  int sessions();

  /**
   * Operations begin at random instants (a Poisson process), whether or not earlier ones have been
   * answered: the load of many independent users, which does not slow down when the store does.
   *
   * @param ratePerSecond operations a second, all sessions together
   * @param sessions operations are dealt to the sessions in turn
   */
  record OpenLoop(double ratePerSecond, int sessions) implements Arrival {

    private static final double MAX_RATE_PER_SECOND = 1_000_000;

    public OpenLoop {
      if (!(ratePerSecond > 0 && ratePerSecond <= MAX_RATE_PER_SECOND)) {
        throw new IllegalArgumentException(
            "rate must lie in (0, 1000000] operations a second, got " + ratePerSecond);
      }
      requireSessions(sessions);
    }
  }

  /**
   * Every session has at most one operation under way and begins the next after the answer.
   *
   * @param concurrency number of sessions
   * @param thinkNanos mean of the exponential pause between an answer and the next operation
   * @param paceNanos least time between the beginnings of two operations of a session
   */
  record ClosedLoop(int concurrency, long thinkNanos, long paceNanos) implements Arrival {

    public ClosedLoop {
      requireSessions(concurrency);
      if (thinkNanos < 0 || paceNanos < 0) {
        throw new IllegalArgumentException(
            "think time and pace must not be negative, got " + thinkNanos + " and " + paceNanos);
      }
    }

    @Override
    public int sessions() {
      return concurrency;
    }
  }

  private static void requireSessions(int sessions) {
    if (sessions < 1 || sessions > 100_000) {
      throw new IllegalArgumentException("sessions must lie in [1, 100000], got " + sessions);
    }
  }
}
