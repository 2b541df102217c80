package dev.skew.world.clock;

/** What the time daemon wants done, in the order of the list it comes in. */
public sealed interface NtpEffect {

  /**
   * Ask a server for its time; the answer comes back through {@link NtpDiscipline#onReply}. No
   * answer needs no report: the reach register knows.
   */
  record Poll(int server) implements NtpEffect {}

  /**
   * Call {@link NtpDiscipline#onTimer} for the server after a time by the node's own timer. Several
   * may run for one server; all are dropped when the daemon is stopped or started again.
   */
  record SetTimer(int server, long localNanos) implements NtpEffect {}

  /** {@link NodeClock#step}. */
  record Step(long deltaNanos) implements NtpEffect {}

  /** {@link NodeClock#slew}. */
  record Slew(long amountNanos, long overNanos) implements NtpEffect {}

  /** {@link NodeClock#setFrequency}. */
  record SetFrequency(long ppb) implements NtpEffect {}

  /**
   * A server that is followed was heard, and vouches for the clock within a bound.
   *
   * @param errorBoundNanos for {@link TrueTime#synced}: the offset still to be slewed and the root
   *     distance of the server
   */
  record Synchronized(int server, long errorBoundNanos) implements NtpEffect {}

  /** The daemon gave up: the offset is beyond the panic threshold. It is not running any more. */
  record Panicked(long offsetNanos) implements NtpEffect {}
}
