package dev.skew.world.node;

import dev.skew.world.raft.RaftInput;
import java.util.ArrayDeque;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Proposals that wait for a leader to be known: etcd's raft loop does not read its proposal channel
 * until then. A local one waits as long as its client does, one that a peer forwarded for ever,
 * which is how a write that its client saw fail can appear after a partition heals.
 */
final class ProposalQueue {

  /** {@code maxPendingProposals} of rafthttp's peer; more forwarded proposals are dropped. */
  private static final int MAX_FORWARDED = 4096;

  private static final long FORWARDED = -1;

  private record Waiting(long id, RaftInput input) {}

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int forwarded;

  void addLocal(long id, RaftInput input) {
    waiting.addLast(new Waiting(id, input));
  }

  void addForwarded(RaftInput input) {
    if (forwarded < MAX_FORWARDED) {
      forwarded++;
      waiting.addLast(new Waiting(FORWARDED, input));
    }
  }

  /**
   * The next proposal that is still wanted, or null.
   *
   * @param isWanted whether a local request still waits for its answer
   */
  @Nullable RaftInput poll(LongPredicate isWanted) {
    while (!waiting.isEmpty()) {
      Waiting next = waiting.removeFirst();
      if (next.id() == FORWARDED) {
        forwarded--;
        return next.input();
      }
      if (isWanted.test(next.id())) {
        return next.input();
      }
    }
    return null;
  }

  /** Whether a local proposal still waits here. */
  boolean holds(long id) {
    for (Waiting entry : waiting) {
      if (entry.id() == id) {
        return true;
      }
    }
    return false;
  }

  int size() {
    return waiting.size();
  }
}
