package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.raft.RaftInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** What waits while etcd's raft loop does not read its proposal channel. */
class ProposalQueueTest {

  private final ProposalQueue queue = new ProposalQueue();

  @Test
  void proposalsLeaveInTheOrderInWhichTheyCame() {
    queue.addLocal(1, proposal(1));
    queue.addForwarded(proposal(2));
    queue.addLocal(3, proposal(3));

    assertThat(drain(ProposalQueueTest::all))
        .containsExactly(proposal(1), proposal(2), proposal(3));
    assertThat(queue.poll(ProposalQueueTest::all)).isNull();
  }

  @Test
  void aLocalOneWhoseClientHasGoneIsLeftOut() {
    queue.addLocal(1, proposal(1));
    queue.addLocal(2, proposal(2));
    Set<Long> wanted = Set.of(2L);

    assertThat(drain(wanted::contains)).containsExactly(proposal(2));
    assertThat(queue.size()).isZero();
  }

  /** Nobody withdraws it, so that a write that its client saw fail can still appear. */
  @Test
  void aForwardedOneWaitsForEver() {
    queue.addForwarded(proposal(1));

    assertThat(drain(id -> false)).containsExactly(proposal(1));
  }

  /** {@code maxPendingProposals} of rafthttp's peer. */
  @Test
  void noMoreThan4096ForwardedOnesWait() {
    for (int i = 0; i < 5_000; i++) {
      queue.addForwarded(proposal(i));
    }
    queue.addLocal(1, proposal(1));
    int waiting = queue.size();
    queue.poll(ProposalQueueTest::all);
    queue.addForwarded(proposal(9_999));

    assertThat(waiting).isEqualTo(4_097);
    assertThat(queue.size()).isEqualTo(4_097);
  }

  @Test
  void knowsWhichLocalOnesItHolds() {
    queue.addLocal(1, proposal(1));
    queue.addForwarded(proposal(2));

    assertThat(queue.holds(1)).isTrue();
    assertThat(queue.holds(2)).isFalse();
    queue.poll(ProposalQueueTest::all);
    assertThat(queue.holds(1)).isFalse();
  }

  private List<RaftInput> drain(LongPredicate isWanted) {
    List<RaftInput> left = new ArrayList<>();
    for (RaftInput next = queue.poll(isWanted); next != null; next = queue.poll(isWanted)) {
      left.add(next);
    }
    return left;
  }

  private static boolean all(long id) {
    return true;
  }

  private static RaftInput proposal(long number) {
    return new RaftInput.ReadIndex(number + 1);
  }
}
