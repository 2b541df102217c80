package dev.skew.world.node;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for an answer, each with the same time-out, so that the order of arrival is
 * that of the deadlines and one timer serves them all.
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

  private record Pending(long dueNanos, Waiter waiter) {}

  /** In the order of arrival, and so of their deadlines. */
  private final LinkedHashMap<Long, Pending> requests = new LinkedHashMap<>();

  void add(long id, long dueNanos, Waiter waiter) {
    requests.put(id, new Pending(dueNanos, waiter));
  }

  boolean contains(long id) {
    return requests.containsKey(id);
  }

  /** The id of the command that a client's request has become, or 0. */
  long idOf(long request) {
    for (Map.Entry<Long, Pending> entry : requests.entrySet()) {
      if (entry.getValue().waiter().request() == request) {
        return entry.getKey();
      }
    }
    return 0;
  }

  /** Removes and returns who waits for {@code id}. */
  @Nullable Waiter remove(long id) {
    Pending removed = requests.remove(id);
    return removed == null ? null : removed.waiter();
  }

  /** When the oldest unanswered request times out, or {@link Long#MAX_VALUE}. */
  long nextDeadlineNanos() {
    return requests.isEmpty() ? Long.MAX_VALUE : requests.values().iterator().next().dueNanos();
  }

  /** Ends every request whose time-out has passed, oldest first. */
  void expire(long nowNanos) {
    while (nextDeadlineNanos() <= nowNanos) {
      Waiter waiter = remove(requests.keySet().iterator().next());
      if (waiter != null) {
        waiter.onTimeout();
      }
    }
  }
}
