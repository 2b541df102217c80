package dev.skew.world.workload;

import dev.skew.world.kv.Outcome;
import java.util.List;

/**
 * What a client learned of an operation that it began.
 *
 * @param atNanos when it learned it
 * @param values what a read found: empty for an absent key, more than one for siblings
 * @param revision the store's revision, 0 where there is none
 * @param error the server's words, or the client's own for a time-out; empty when done
 */
public record Completion(
    long atNanos, Outcome outcome, List<String> values, long revision, String error) {

  /** What a client says of a request that nobody answered in time. */
  public static final String TIMED_OUT = "client timed out";

  public Completion {
    values = values.isEmpty() ? List.of() : List.copyOf(values);
  }

  static Completion timedOut(long atNanos) {
    return new Completion(atNanos, Outcome.UNKNOWN, List.of(), 0, TIMED_OUT);
  }
}
