package dev.skew.world.node;

import dev.skew.kernel.SequenceMap;
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

  private final SequenceMap<Pending> requests = new SequenceMap<>();

  /** No request before this one waits. */
  private long oldest;

  private long newest;

  /**
   * Notes a request.
   *
   * @param id higher than any before it; so is its deadline
   */
  void add(long id, long dueNanos, Waiter waiter) {
    if (requests.size() == 0) {
      oldest = id;
    }
    newest = id;
    requests.put(id, new Pending(dueNanos, waiter));
  }

  boolean isEmpty() {
    return requests.size() == 0;
  }

  boolean contains(long id) {
    return requests.get(id) != null;
  }

  /** The id of the command that a client's request has become, or 0. */
  long idOf(long request) {
    if (requests.size() > 0) {
      for (long id = oldest; id <= newest; id++) {
        Pending pending = requests.get(id);
        if (pending != null && pending.waiter().request() == request) {
          return id;
        }
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
    if (requests.size() == 0) {
      return Long.MAX_VALUE;
    }
    Pending first = requests.get(oldest);
    while (first == null) {
      first = requests.get(++oldest);
    }
    return first.dueNanos();
  }

  /** Ends every request whose time-out has passed, oldest first. */
  void expire(long nowNanos) {
    while (nextDeadlineNanos() <= nowNanos) {
      Waiter waiter = remove(oldest);
      if (waiter != null) {
        waiter.onTimeout();
      }
    }
  }
}
