package dev.skew.world.node;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for an answer, each with the same time-out, so that one queue in the order of
 * arrival and one timer serve them all.
 */
final class PendingRequests {

  /** How a request ends. */
  interface Waiter {

    /** The request's command was applied here. */
    void onApplied(KvStore.Applied result);

    /** The request time-out has passed. */
    void onTimeout();

    /** The command was refused and will never be applied. */
    void onDropped();

    /** A digest of the client and its request's id. */
    long request();
  }

  private record Deadline(long id, long dueNanos) {}

  private final Map<Long, Waiter> waiters = new HashMap<>();
  private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();

  void add(long id, long dueNanos, Waiter waiter) {
    waiters.put(id, waiter);
    deadlines.addLast(new Deadline(id, dueNanos));
  }

  boolean contains(long id) {
    return waiters.containsKey(id);
  }

  /** The id of the command that a client's request has become, or 0. */
  long idOf(long request) {
    for (Map.Entry<Long, Waiter> entry : waiters.entrySet()) {
      if (entry.getValue().request() == request) {
        return entry.getKey(); // digests are unique, so that the order does not matter
      }
    }
    return 0;
  }

  /** Removes and returns who waits for {@code id}. */
  @Nullable Waiter remove(long id) {
    return waiters.remove(id);
  }

  /** When the oldest unanswered request times out, or {@link Long#MAX_VALUE}. */
  long nextDeadlineNanos() {
    while (!deadlines.isEmpty() && !waiters.containsKey(deadlines.getFirst().id())) {
      deadlines.removeFirst();
    }
    return deadlines.isEmpty() ? Long.MAX_VALUE : deadlines.getFirst().dueNanos();
  }

  /** Ends every request whose time-out has passed, oldest first. */
  void expire(long nowNanos) {
    while (nextDeadlineNanos() <= nowNanos) {
      Waiter waiter = waiters.remove(deadlines.removeFirst().id());
      if (waiter != null) {
        waiter.onTimeout();
      }
    }
  }
}
