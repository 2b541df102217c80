package dev.skew.world.workload;

import static dev.skew.kernel.Checks.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The record of what clients asked and what they were told.
 *
 * <p>Everything passes through to the observers as it happens; only the last few completed
 * operations are kept, so that hours at a thousand operations a second take no more memory than a
 * minute. Observers that need more keep what they need, in the form they need.
 */
public final class History {

  /** A completed operation. */
  public record Entry(Invocation invocation, Completion completion) {}

  private final int capacity;
  private final ArrayDeque<Entry> recent = new ArrayDeque<>();
  private final List<HistoryObserver> observers = new ArrayList<>();
  private long invokedCount;
  private long completedCount;
  private long lateCount;

  /**
   * @param capacity how many completed operations are kept, the latest ones
   */
  public History(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative, got " + capacity);
    }
    this.capacity = capacity;
  }

  /** Adds an observer, told of everything from now on, after those added before it. */
  public void observe(HistoryObserver observer) {
    observers.add(observer);
  }

  /** The id of the next operation to begin. */
  public long nextId() {
    return invokedCount;
  }

  /** Records the beginning of an operation whose id is {@link #nextId}. */
  public void invoked(Invocation invocation) {
    check(
        invocation.id() == invokedCount,
        "operation %d began when %d was next",
        invocation.id(),
        invokedCount);
    invokedCount++;
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).onInvoked(invocation);
    }
  }

  /** Records what a client learned; once for an operation. */
  public void completed(Invocation invocation, Completion completion) {
    check(
        completion.atNanos() >= invocation.invokedNanos(),
        "operation %d completed at %d ns, before it began at %d ns",
        invocation.id(),
        completion.atNanos(),
        invocation.invokedNanos());
    completedCount++;
    if (capacity > 0) {
      if (recent.size() == capacity) {
        recent.removeFirst();
      }
      recent.addLast(new Entry(invocation, completion));
    }
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).onCompleted(invocation, completion);
    }
  }

  /** Records an answer that came after the client had given up. */
  public void answeredLate(Invocation invocation, Completion completion) {
    lateCount++;
    for (int i = 0; i < observers.size(); i++) {
      observers.get(i).onLateAnswer(invocation, completion);
    }
  }

  /** The latest completed operations, oldest first. */
  public List<Entry> recent() {
    return List.copyOf(recent);
  }

  public long invokedCount() {
    return invokedCount;
  }

  public long completedCount() {
    return completedCount;
  }

  public long inFlightCount() {
    return invokedCount - completedCount;
  }

  public long lateCount() {
    return lateCount;
  }
}
