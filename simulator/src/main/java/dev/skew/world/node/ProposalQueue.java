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

  private record Waiting(long request, RaftInput input) {}

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int forwarded;

  void addLocal(long request, RaftInput input) {
    waiting.addLast(new Waiting(request, input));
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
      if (next.request() == FORWARDED) {
        forwarded--;
        return next.input();
      }
      if (isWanted.test(next.request())) {
        return next.input();
      }
    }
    return null;
  }

  int size() {
    return waiting.size();
  }
}
