package dev.skew.world.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Linearizable reads in rounds, one at a time, as etcd 3.4's {@code linearizableReadLoop}: all that
 * arrive while a round runs wait for it to end and share the next. A round that nobody answers ends
 * after the request time-out and fails its readers.
 *
 * @param <R> what waits for a round
 */
final class ReadIndexRounds<R> {

  /** A round whose index is known but not yet applied. */
  private record Confirmed<R>(long index, List<R> readers) {}

  private List<R> waiting = new ArrayList<>();
  private List<R> running = List.of();
  private @Nullable Confirmed<R> confirmed;
  private long round;
  private boolean open;

  /** Adds a reader to the next round. */
  void add(R reader) {
    waiting.add(reader);
  }

  /** Whether nobody waits. */
  boolean isIdle() {
    return !open && confirmed == null && waiting.isEmpty();
  }

  /** Whether {@link #begin} may be called: readers wait and no round is under way. */
  boolean canBegin() {
    return !open && confirmed == null && !waiting.isEmpty();
  }

  /** Begins a round under a number that the confirmation must carry, and returns that number. */
  long begin(long number) {
    running = waiting;
    waiting = new ArrayList<>();
    open = true;
    round = number;
    return number;
  }

  /** The quorum confirmed {@code index}; late answers to an older round are ignored. */
  void onConfirmed(long answeredRound, long index) {
    if (open && answeredRound == round) {
      open = false;
      confirmed = new Confirmed<>(index, running);
      running = List.of();
    }
  }

  /** The readers that may be answered now that {@code appliedIndex} is applied, else none. */
  List<R> takeServable(long appliedIndex) {
    Confirmed<R> current = confirmed;
    if (current == null || current.index() > appliedIndex) {
      return List.of();
    }
    confirmed = null;
    return current.readers();
  }

  /** The readers of an unanswered round, which fail; none when that round has ended. */
  List<R> takeTimedOut(long timedOutRound) {
    if (!open || timedOutRound != round) {
      return List.of();
    }
    open = false;
    List<R> readers = running;
    running = List.of();
    return readers;
  }

  /** The readers of the round under way, when a new leader makes its answer worthless. */
  List<R> takeForLeaderChange() {
    return takeTimedOut(round);
  }
}
